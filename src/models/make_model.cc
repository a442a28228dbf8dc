#include "models/context/cbow.h"
#include "models/context/skipgram.h"
#include "models/input/word.h"
#include "models/objective/negative_sampling.h"
#include "models/sentence_model.h"
#include "models/window_model.h"

namespace firth::models {
namespace {

template <template <class> class Context, class Real>
std::unique_ptr<SentenceModel> Make(const ModelSettings& settings,
                                    const SharedParts<Real>& shared) {
  using Model = WindowModel<Real, WordInput<Real>, Context<Real>, NegativeSamplingObjective<Real>>;
  return std::make_unique<Model>(
      settings, WordInput<Real>(shared.input),
      Context<Real>(settings, shared.kernels, shared.input.stride()),
      NegativeSamplingObjective<Real>(settings, shared.output, shared.negatives));
}

}  // namespace

template <class Real>
std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings& settings,
                                                 const SharedParts<Real>& shared) {
  if (settings.context == ContextKind::kCbow) return Make<CbowContext>(settings, shared);
  return Make<SkipgramContext>(settings, shared);
}

template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                          const SharedParts<float>&);
template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                          const SharedParts<double>&);

}  // namespace firth::models
