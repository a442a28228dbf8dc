#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "firth/classify.h"
#include "firth/error.h"

namespace firth {
namespace {

constexpr std::array kNames = {
    std::pair{ClassifierLoss::kSoftmax, "softmax"},
    std::pair{ClassifierLoss::kHierarchicalSoftmax, "hs"},
    std::pair{ClassifierLoss::kNegativeSampling, "ns"},
    std::pair{ClassifierLoss::kOneVsAll, "ova"},
};

void Check(std::string_view name, std::size_t value, std::size_t low, std::size_t high) {
  if (value >= low && value <= high) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("{} is {}, but must be from {} to {}", name, value, low, high));
}

}  // namespace

std::string_view ClassifierLossName(ClassifierLoss loss) {
  for (const auto& [known, name] : kNames) {
    if (known == loss) return name;
  }
  return "";
}

ClassifierLoss ClassifierLossFromName(std::string_view name) {
  for (const auto& [loss, known] : kNames) {
    if (known == name) return loss;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("no loss is called \"{}\"; there are softmax, hs, ns, ova", name));
}

void Validate(const ClassifierSettings& settings) {
  constexpr std::size_t kMost = 1'000'000'000;
  Check("dim", settings.dim, 1, 65'536);
  Check("epochs", settings.epochs, 1, kMost);
  Check("word-ngrams", settings.word_ngrams, 1, 100);
  Check("negative", settings.negative, 1, 1'000);
  Check("minn", settings.subwords.min_length, 0, kMaxNgram);
  Check("maxn", settings.subwords.max_length, 0, kMaxNgram);
  Check("min-count", settings.min_count, 0, kMost);
  Check("min-count-label", settings.min_count_label, 0, kMost);
  const bool ngrams = settings.word_ngrams > 1 || settings.subwords.max_length > 0;
  if (ngrams) Check("bucket", settings.subwords.buckets, 1, 2'147'483'647);
  if (!(settings.lr > 0) || !std::isfinite(settings.lr)) {
    throw Error(ErrorKind::kSettings, fmt::format("lr is {}, but must be above 0", settings.lr));
  }
  if (settings.label_prefix.empty()) {
    throw Error(ErrorKind::kSettings, "label is empty: every word would be a label");
  }
}

}  // namespace firth
