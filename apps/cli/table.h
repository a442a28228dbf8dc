/// Tables for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace firth::cli {

/// Columns of a terminal that UTF-8 text fills: Chinese, Japanese and Korean letters fill two.
std::size_t DisplayWidth(std::string_view text);

/// A table in lines: the first `left` columns stand to the left, the others, numbers, to the right,
/// two blanks between them, `indent` blanks in front of all. Rows may differ in length.
std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t left = 1,
                  std::size_t indent = 0);

}  // namespace firth::cli
