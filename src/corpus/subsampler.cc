#include "corpus/subsampler.h"

#include <cmath>

namespace firth::corpus {

Subsampler::Subsampler(const Vocabulary& vocabulary, double sample) {
  if (sample <= 0) return;
  const double total = static_cast<double>(Value(vocabulary.TotalCount()));
  thresholds_.reserve(vocabulary.size());
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const auto count = static_cast<double>(Value(vocabulary.CountOf(TokenId{i})));
    const double ratio = count > 0 ? sample * total / count : 1;
    const double keep = std::sqrt(ratio) + ratio;
    thresholds_.push_back(keep >= 1 ? kAlways : static_cast<std::uint32_t>(keep * 0x1p32));
  }
}

double Subsampler::KeepProbability(TokenId id) const {
  if (thresholds_.empty() || thresholds_[Index(id)] == kAlways) return 1;
  return thresholds_[Index(id)] * 0x1p-32;
}

}  // namespace firth::corpus
