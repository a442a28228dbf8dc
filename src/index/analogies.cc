#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "base/run_on_threads.h"
#include "firth/error.h"
#include "firth/index.h"
#include "index/cos_mul.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

constexpr std::size_t kBatchQuestions = 512;

struct Method {
  AnalogyMethod method;
  std::string_view name;
};
constexpr std::array kMethods = {Method{AnalogyMethod::k3CosAdd, "3cosadd"},
                                 Method{AnalogyMethod::k3CosMul, "3cosmul"}};

/// unit(b) - unit(a) + unit(c), a row for each question.
Matrix Targets(const ExactIndex& index, std::span<const AnalogyRows> questions) {
  constexpr std::array<float, 3> kSigns = {-1, 1, 1};
  Matrix targets(questions.size(), index.dim(), RowLayout::kDense);
  std::vector<float> unit(index.dim());
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const auto target = targets.MutableRow(RowId{static_cast<std::uint32_t>(q)});
    for (std::size_t i = 0; i < kSigns.size(); ++i) {
      index.UnitRow(questions[q][i], unit);
      for (std::size_t d = 0; d < unit.size(); ++d) target[d] += kSigns[i] * unit[d];
    }
  }
  return targets;
}

}  // namespace

std::string_view AnalogyMethodName(AnalogyMethod method) {
  return std::ranges::find(kMethods, method, &Method::method)->name;
}

AnalogyMethod AnalogyMethodFromName(std::string_view name) {
  const auto* found = std::ranges::find(kMethods, name, &Method::name);
  if (found != kMethods.end()) return found->method;
  throw Error(ErrorKind::kSettings,
              fmt::format("no method is called '{}'; there are 3cosadd and 3cosmul", name));
}

std::vector<std::vector<Neighbor>> ExactIndex::SearchAnalogies(
    std::span<const AnalogyRows> questions, std::size_t k, AnalogyMethod method,
    unsigned threads) const {
  if (method == AnalogyMethod::k3CosAdd) {
    std::vector<std::vector<RowId>> exclude;
    exclude.reserve(questions.size());
    for (const AnalogyRows& question : questions) {
      exclude.emplace_back(question.begin(), question.end());
    }
    return SearchAll(Targets(*this, questions).view(), k, exclude, threads);
  }
  std::vector<std::vector<Neighbor>> answers(questions.size());
  const std::size_t batches = (questions.size() + kBatchQuestions - 1) / kBatchQuestions;
  const auto& kernels = kernels::KernelsFor<float>(target_);
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(static_cast<unsigned>(std::min<std::size_t>(threads, batches)), [&] {
    index::CosMulSearch search(*this, matrix_, inverse_lengths_, kernels);
    while (true) {
      const std::size_t first = next.fetch_add(1) * kBatchQuestions;
      if (first >= questions.size()) return;
      const std::size_t count = std::min(kBatchQuestions, questions.size() - first);
      search.Answer(questions.subspan(first, count), k, std::span(answers).subspan(first, count));
    }
  });
  return answers;
}

}  // namespace firth
