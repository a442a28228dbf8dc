#include "index/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/utf8.h"

namespace firth::index {

std::u32string CodePoints(std::string_view text) {
  std::u32string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (base::ContinuesUtf8(c)) {  // a continuation byte: six more bits
      out.back() = (out.back() << 6U) | (byte & 0x3FU);
    } else if (byte < 0x80) {
      out.push_back(byte);
    } else {  // 110xxxxx, 1110xxxx, 11110xxx
      out.push_back(byte & (byte < 0xE0 ? 0x1FU : byte < 0xF0 ? 0x0FU : 0x07U));
    }
  }
  return out;
}

EditDistance::EditDistance(std::u32string word)
    : word_(std::move(word)),
      before_last_(word_.size() + 1),
      last_(word_.size() + 1),
      now_(word_.size() + 1) {}

std::size_t EditDistance::To(std::u32string_view other, std::size_t limit) {
  const std::size_t n = word_.size();
  const std::size_t m = other.size();
  if ((n > m ? n - m : m - n) > limit) return limit + 1;
  std::iota(last_.begin(), last_.end(), std::size_t{0});
  for (std::size_t j = 1; j <= m; ++j) {
    // Cells further than `limit` from the diagonal hold more than `limit` in any case.
    const std::size_t begin = j > limit ? j - limit : 1;
    const std::size_t end = std::min(n, j + limit);
    std::ranges::fill(now_, limit + 1);
    now_[0] = std::min(j, limit + 1);
    std::size_t least = now_[0];
    for (std::size_t i = begin; i <= end; ++i) {
      const bool same = word_[i - 1] == other[j - 1];
      std::size_t cost = std::min({last_[i] + 1, now_[i - 1] + 1, last_[i - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && word_[i - 1] == other[j - 2] && word_[i - 2] == other[j - 1]) {
        cost = std::min(cost, before_last_[i - 2] + 1);
      }
      now_[i] = std::min(cost, limit + 1);
      least = std::min(least, now_[i]);
    }
    if (least > limit) return limit + 1;
    std::swap(before_last_, last_);
    std::swap(last_, now_);
  }
  return std::min(last_[n], limit + 1);
}

}  // namespace firth::index
