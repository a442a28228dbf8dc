#include "firth/error.h"
#include "matrix/initialize.h"
#include "models/context/cbow.h"
#include "models/context/concat.h"
#include "models/context/skipgram.h"
#include "models/input/narrow.h"
#include "models/input/subword.h"
#include "models/input/word.h"
#include "models/objective/full_softmax.h"
#include "models/objective/hierarchical_softmax.h"
#include "models/objective/negative_sampling.h"
#include "models/sentence_model.h"
#include "models/window_model.h"

namespace firth::models {
namespace {

template <template <class> class Input, template <class> class Context,
          template <class> class ObjectiveOf, class Real>
std::unique_ptr<SentenceModel> MakeWith(const ModelSettings& settings,
                                        const SharedParts<Real>& shared) {
  using Model = WindowModel<Real, Input<Real>, Context<Real>, ObjectiveOf<Real>>;
  return std::make_unique<Model>(settings, Input<Real>(settings, shared),
                                 Context<Real>(settings, shared),
                                 ObjectiveOf<Real>(settings, shared));
}

template <template <class> class Context, template <class> class ObjectiveOf, class Real>
std::unique_ptr<SentenceModel> Make(const ModelSettings& settings,
                                    const SharedParts<Real>& shared) {
  if (shared.subwords == nullptr) {
    return MakeWith<WordInput, Context, ObjectiveOf>(settings, shared);
  }
  return MakeWith<SubwordInput, Context, ObjectiveOf>(settings, shared);
}

template <template <class> class Context, class Real>
std::unique_ptr<SentenceModel> MakeFor(const ModelSettings& settings,
                                       const SharedParts<Real>& shared) {
  switch (settings.objective) {
    case Objective::kHierarchicalSoftmax:
      return Make<Context, HierarchicalSoftmaxObjective>(settings, shared);
    case Objective::kFullSoftmax:
      return Make<Context, FullSoftmaxObjective>(settings, shared);
    case Objective::kNegativeSampling:
      break;
  }
  return Make<Context, NegativeSamplingObjective>(settings, shared);
}

bool Concatenates(const ModelSettings& settings) {
  return settings.context == ContextKind::kCbow && settings.cbow_combine == CbowCombine::kConcat;
}

template <class Real>
std::unique_ptr<SentenceModel> MakeNarrow(const ModelSettings& settings,
                                          const SharedParts<Real>& shared) {
  if (settings.context == ContextKind::kSkipgram) {
    return MakeWith<NarrowInput, SkipgramContext, NarrowNegativeSampling>(settings, shared);
  }
  return MakeWith<NarrowInput, CbowContext, NarrowNegativeSampling>(settings, shared);
}

}  // namespace

std::size_t OutputColumns(const ModelSettings& settings, std::size_t stride) {
  return Concatenates(settings) ? 2 * settings.window * stride : settings.dim;
}

template <class Real>
std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings& settings,
                                                 const SharedParts<Real>& shared) {
  if (shared.input.IsNarrow()) return MakeNarrow(settings, shared);
  if (settings.context == ContextKind::kSkipgram) return MakeFor<SkipgramContext>(settings, shared);
  if (Concatenates(settings)) return MakeFor<ConcatContext>(settings, shared);
  return MakeFor<CbowContext>(settings, shared);
}

template <class Real>
void InitializeMatrices(const ModelSettings& settings, std::uint64_t seed, BasicMatrix<Real>& input,
                        BasicMatrix<Real>& output, std::optional<std::span<const RowId>> rows) {
  const double range = settings.init_range / static_cast<double>(settings.dim);
  if (rows) {
    matrix::FillUniform(input, *rows, range, seed);
  } else {
    matrix::FillUniform(input, range, seed);
  }
  if (settings.context_init == ContextInit::kZero) return;
  matrix::FillUniform(output, range, ~seed);
  // What lies behind the dim numbers of each place of a concatenation is padding.
  for (std::uint32_t i = 0; i < output.rows(); ++i) {
    const auto row = output.MutableRow(RowId{i});
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c % input.stride() >= settings.dim) row[c] = 0;
    }
  }
}

template void InitializeMatrices(const ModelSettings&, std::uint64_t, BasicMatrix<float>&,
                                 BasicMatrix<float>&, std::optional<std::span<const RowId>>);
template void InitializeMatrices(const ModelSettings&, std::uint64_t, BasicMatrix<double>&,
                                 BasicMatrix<double>&, std::optional<std::span<const RowId>>);
template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                          const SharedParts<float>&);
template std::unique_ptr<SentenceModel> MakeSentenceModel(const ModelSettings&,
                                                          const SharedParts<double>&);

}  // namespace firth::models

namespace firth {

void RequireContextVectors(const ModelSettings& settings) {
  if (settings.objective == Objective::kHierarchicalSoftmax) {
    throw Error(ErrorKind::kSettings,
                "with --loss hs the output matrix holds inner nodes of a tree, no words");
  }
  if (models::Concatenates(settings)) {
    throw Error(ErrorKind::kSettings,
                "with --cbow-combine concat a word has one output vector for each place");
  }
}

void RequireMeanVectors(const ModelSettings& settings) {
  RequireContextVectors(settings);
  if (settings.subwords.enabled()) {
    throw Error(ErrorKind::kSettings,
                "with subwords (--maxn) there is no mean of both matrices: n-grams have no output "
                "vectors");
  }
}

}  // namespace firth
