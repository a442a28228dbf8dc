/// A lesson for people and for programs.
#pragma once

#include "firth/learn.h"
#include "query_output.h"

namespace firth::cli {

/// The steps one after another, as text and tables on stdout.
void PrintLesson(const Lesson& lesson);

/// Every step with its numbers, words in place of their ids.
Json ToJson(const Lesson& lesson);

}  // namespace firth::cli
