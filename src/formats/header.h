/// The first line of word2vec's files: how many words, how many numbers each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace firth::formats {

/// Longer vectors than any peer's, short enough to be multiplied without care.
inline constexpr std::uint64_t kMaxDim = std::uint64_t{1} << 24;

struct Header {
  std::uint64_t words = 0;  ///< the largest there is when the file names a larger one
  std::uint64_t dim = 0;
  std::size_t bytes = 0;  ///< length of the line with its newline
};

/// Two whole numbers alone in the first line, ended by LF or CR LF; else nothing. What it claims
/// is not to be believed.
std::optional<Header> ParseHeader(std::string_view bytes);

}  // namespace firth::formats
