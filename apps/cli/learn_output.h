/// A lesson in the terminal.
#pragma once

#include "firth/learn.h"

namespace firth::cli {

/// The steps one after another, as text and tables on stdout.
void PrintLesson(const Lesson& lesson);

}  // namespace firth::cli
