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
constexpr std::uint32_t kLongestRun = 5;
constexpr std::uint32_t kOthersOneIn = 4;  // near the best: how often its n-grams are others

/// Each doubling is as likely as any other.
double Draw(const Range& range, base::SplitMix64& random) {
  return range.low * std::pow(range.high / range.low, double{random.UnitFloat()});
}

/// Up to twice or half as much, and within the range.
double Near(double value, const Range& range, base::SplitMix64& random) {
  return std::clamp(value * std::exp2(2 * double{random.UnitFloat()} - 1), range.low, range.high);
}

std::size_t Whole(double value) { return static_cast<std::size_t>(std::llround(value)); }

Range DimRange(const DrawLimits& limits) {
  return {static_cast<double>(kLeastDim),
          static_cast<double>(std::max(limits.most_dim, kLeastDim))};
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

/// What is fixed is again as in `given`.
void Restore(const ClassifierSettings& given, const FixedSettings& fixed,
             ClassifierSettings& drawn) {
  if (fixed.lr) drawn.lr = given.lr;
  if (fixed.epochs) drawn.epochs = given.epochs;
  if (fixed.dim) drawn.dim = given.dim;
  if (fixed.word_ngrams) drawn.word_ngrams = given.word_ngrams;
  const std::size_t buckets = fixed.buckets ? given.subwords.buckets : drawn.subwords.buckets;
  if (fixed.subwords) drawn.subwords = given.subwords;
  drawn.subwords.buckets = buckets;
  if (buckets > 0) return;
  // Without buckets there are no n-grams, unless they were asked for, which Validate refuses.
  if (!fixed.word_ngrams) drawn.word_ngrams = 1;
  if (!fixed.subwords) drawn.subwords.min_length = drawn.subwords.max_length = 0;
}

}  // namespace

ClassifierSettings AnySettings(const ClassifierSettings& settings, const DrawLimits& limits,
                               base::SplitMix64& random) {
  ClassifierSettings drawn = settings;
  drawn.lr = Draw(kRate, random);
  drawn.epochs = Whole(Draw(kEpochs, random));
  drawn.dim = Whole(Draw(DimRange(limits), random));
  DrawNgrams(drawn, random);
  Restore(settings, limits.fixed, drawn);
  return drawn;
}

ClassifierSettings NearSettings(const ClassifierSettings& best, const DrawLimits& limits,
                                base::SplitMix64& random) {
  ClassifierSettings drawn = best;
  drawn.lr = Near(best.lr, kRate, random);
  drawn.epochs = Whole(Near(static_cast<double>(best.epochs), kEpochs, random));
  drawn.dim = Whole(Near(static_cast<double>(best.dim), DimRange(limits), random));
  if (random.Below(kOthersOneIn) == 0) DrawNgrams(drawn, random);
  Restore(best, limits.fixed, drawn);
  return drawn;
}

std::size_t AnyPiece(base::SplitMix64& random) { return std::size_t{2} << random.Below(4); }

std::size_t NearPiece(std::size_t best, base::SplitMix64& random) {
  return random.Below(kOthersOneIn) == 0 ? AnyPiece(random) : best;
}

}  // namespace firth::classify
