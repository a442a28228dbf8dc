/// How many slips of the finger lie between two words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace firth::index {

/// The code points of UTF-8 text. REQUIRES: base::IsValidUtf8(text).
std::u32string CodePoints(std::string_view text);

/// Distances from one word to many. Threads: one at a time; an instance keeps scratch memory.
class EditDistance {
 public:
  explicit EditDistance(std::u32string word);

  /// The least number of insertions, deletions, changes and swaps of neighbours that make `other`
  /// of the word, no place being edited twice (the restricted distance of Damerau, 1964,
  /// doi 10.1145/363958.363994); `limit` + 1 when there are more than `limit`.
  std::size_t To(std::u32string_view other, std::size_t limit);

 private:
  std::u32string word_;
  std::vector<std::size_t> before_last_;
  std::vector<std::size_t> last_;
  std::vector<std::size_t> now_;
};

}  // namespace firth::index
