/// The text of an .npy header: the only Python that firth reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace firth::formats {

/// What `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }` says.
struct NpyDictionary {
  std::string_view descr;  ///< empty when it is not a string: a structured array
  bool fortran_order = false;
  std::vector<std::uint64_t> shape;  ///< the largest there is for a larger number
};

/// These three keys, each once, in any order; nothing else. Nothing for any other text. The views
/// point into `text`.
std::optional<NpyDictionary> ParseNpyDictionary(std::string_view text);

}  // namespace firth::formats
