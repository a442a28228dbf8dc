/// A lesson for programs: pages, and whoever asked the command for JSON.
#pragma once

#include "firth/learn.h"
#include "teach/json.h"

namespace firth::teach {

/// Every step with its numbers, words in place of their ids.
Json LessonJson(const Lesson& lesson);

/// The same of what a model does while it learns.
Json FilmJson(const Film& film);

}  // namespace firth::teach
