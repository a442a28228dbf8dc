/// Numbers as fastText prints them.
#pragma once

#include <span>
#include <string>

#include "formats/numbers.h"

namespace firth::cli {

/// Five digits and a blank behind each.
inline std::string FiveDigits(std::span<const float> row) {
  std::string line;
  for (const float number : row) {
    formats::AppendFiveDigits(line, number);
    line += ' ';
  }
  return line;
}

}  // namespace firth::cli
