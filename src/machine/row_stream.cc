#include "machine/row_stream.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"

namespace firth::machine {
namespace {

/// Numbers from 0, each as often as its weight says.
class Law {
 public:
  explicit Law(std::vector<double> weights) : sums_(std::move(weights)) {
    std::partial_sum(sums_.begin(), sums_.end(), sums_.begin());
  }

  std::uint32_t Draw(base::SplitMix64& random) const {
    const double at = static_cast<double>(random() >> 11) * 0x1p-53 * sums_.back();
    const auto found = std::ranges::upper_bound(sums_, at);
    return static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(
        found - sums_.begin(), static_cast<std::ptrdiff_t>(sums_.size()) - 1));
  }

 private:
  std::vector<double> sums_;
};

/// Zipf's law: shares of all tokens.
std::vector<double> Frequencies(std::size_t vocabulary) {
  std::vector<double> shares(vocabulary);
  for (std::size_t i = 0; i < vocabulary; ++i) shares[i] = 1 / static_cast<double>(i + 1);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

/// What word2vec.c keeps of each word: all of it up to the threshold, about a root of it above.
Law KeptWords(std::vector<double> shares) {
  constexpr double kThreshold = 1e-3;
  for (double& share : shares) {
    share *= std::min(1.0, std::sqrt(kThreshold / share) + kThreshold / share);
  }
  return Law(std::move(shares));
}

Law Negatives(std::vector<double> shares) {
  for (double& share : shares) share = std::pow(share, 0.75);
  return Law(std::move(shares));
}

}  // namespace

std::vector<WindowRows> DrawWindows(std::size_t vocabulary, std::size_t count, std::uint64_t seed) {
  constexpr std::size_t kSide = kWindowInputs / 2;
  const Law words = KeptWords(Frequencies(vocabulary));
  const Law negatives = Negatives(Frequencies(vocabulary));
  base::SplitMix64 random(seed);
  std::vector<std::uint32_t> text(count + 2 * kSide);
  for (std::uint32_t& word : text) word = words.Draw(random);
  std::vector<WindowRows> windows(count);
  for (std::size_t i = 0; i < count; ++i) {
    WindowRows& window = windows[i];
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(i), kSide, window.inputs);
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(i + kSide + 1), kSide,
                window.inputs + kSide);
    window.outputs[0] = text[i + kSide];
    for (std::size_t o = 1; o < kWindowOutputs;) {
      window.outputs[o] = negatives.Draw(random);
      const auto end = window.outputs + o;
      if (std::find(window.outputs, end, *end) == end) ++o;
    }
  }
  return windows;
}

}  // namespace firth::machine
