#include "classify/drawn_settings.h"

#include <algorithm>
#include <cmath>

namespace firth::classify {
namespace {

struct Range {
  double low;
  double high;
};

constexpr Range kRate{0.01, 5};
constexpr Range kEpochs{1, 100};
constexpr Range kDim{8, 512};
constexpr std::uint32_t kLongestRun = 5;

/// Each doubling is as likely as any other.
double Draw(const Range& range, base::SplitMix64& random) {
  return range.low * std::pow(range.high / range.low, double{random.UnitFloat()});
}

/// Up to twice or half as much, and within the range.
double Near(double value, const Range& range, base::SplitMix64& random) {
  return std::clamp(value * std::exp2(2 * double{random.UnitFloat()} - 1), range.low, range.high);
}

std::size_t Whole(double value) { return static_cast<std::size_t>(std::llround(value)); }

/// Vectors to start from have a length of their own.
void SetDim(ClassifierSettings& settings, double dim) {
  if (settings.pretrained.empty()) settings.dim = Whole(dim);
}

/// None in half of all cases.
void DrawSubwords(SubwordSettings& subwords, base::SplitMix64& random) {
  subwords.min_length = 0;
  subwords.max_length = 0;
  if (random.Below(2) == 0) return;
  subwords.min_length = 2 + random.Below(2);
  subwords.max_length = subwords.min_length + random.Below(4);
}

void DrawNgrams(ClassifierSettings& settings, base::SplitMix64& random) {
  constexpr std::uint32_t kFewestBits = 13;
  settings.word_ngrams = 1 + random.Below(kLongestRun);
  settings.subwords.buckets = std::size_t{1} << (kFewestBits + random.Below(9));
  DrawSubwords(settings.subwords, random);
}

}  // namespace

ClassifierSettings AnySettings(const ClassifierSettings& settings, base::SplitMix64& random) {
  ClassifierSettings drawn = settings;
  drawn.lr = Draw(kRate, random);
  drawn.epochs = Whole(Draw(kEpochs, random));
  SetDim(drawn, Draw(kDim, random));
  DrawNgrams(drawn, random);
  return drawn;
}

ClassifierSettings NearSettings(const ClassifierSettings& best, base::SplitMix64& random) {
  constexpr std::uint32_t kOthersOneIn = 4;
  ClassifierSettings drawn = best;
  drawn.lr = Near(best.lr, kRate, random);
  drawn.epochs = Whole(Near(static_cast<double>(best.epochs), kEpochs, random));
  SetDim(drawn, Near(static_cast<double>(best.dim), kDim, random));
  if (random.Below(kOthersOneIn) == 0) DrawNgrams(drawn, random);
  return drawn;
}

}  // namespace firth::classify
