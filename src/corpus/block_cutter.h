/// Where a block of text ends.
#pragma once

#include <cstddef>
#include <string_view>

namespace firth::corpus {

/// A block grows past kBlockBytes, up to this, in search of white space; then it is cut anyway
/// (after a whole UTF-8 sequence).
inline constexpr std::size_t kMaxBlockBytes = std::size_t{1} << 20;

/// The length of the first block of `text`: it ends after the last newline within kBlockBytes, or
/// in a longer line after the first white space past kBlockBytes. `at_end` says that nothing
/// follows `text`. 0 means that more text is needed to tell; never the case from kMaxBlockBytes on.
std::size_t BlockLength(std::string_view text, bool at_end);

}  // namespace firth::corpus
