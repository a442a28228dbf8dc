/// Tables for people.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace firth::cli {

/// A table in lines: the first `left` columns stand to the left, the others, numbers, to the right,
/// two blanks between them, `indent` blanks in front of all. Rows may differ in length.
std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t left = 1,
                  std::size_t indent = 0);

}  // namespace firth::cli
