#include "train/settings/storage.h"

namespace firth::train {

const char* WhyNotBf16(const TrainSettings& settings) {
  const ModelSettings& model = settings.model;
  if (model.context == ContextKind::kGlove || model.context == ContextKind::kPpmi) {
    return "is for skipgram and cbow: train one of these";
  }
  if (model.objective != Objective::kNegativeSampling) return "is for --loss ns: give this";
  if (model.subwords.enabled()) return "is for words without n-grams: give --maxn 0";
  if (model.context == ContextKind::kCbow && model.cbow_combine == CbowCombine::kConcat) {
    return "is for --cbow-combine mean and sum: give one of these";
  }
  if (settings.deterministic) {
    return "has no --deterministic: leave it out (--threads 1 gives the same bytes)";
  }
  return nullptr;
}

}  // namespace firth::train
