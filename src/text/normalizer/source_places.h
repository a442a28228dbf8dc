/// From places in repaired text back to places in the text as it came.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "firth/text.h"

namespace firth::text {

/// Repairs a line and remembers what was where.
class SourcePlaces {
 public:
  /// As RepairLine does. The view lives until the next call or until `line` ends.
  std::string_view Repair(std::string_view line, TextWarnings& warnings);

  /// Where a range of the repaired line comes from. REQUIRES: the range begins and ends at code
  /// points.
  TextRange Source(TextRange repaired) const;

 private:
  std::size_t SourceOf(std::size_t repaired) const;

  std::string scratch_;
  std::vector<base::Utf8Repair> repairs_;
};

}  // namespace firth::text
