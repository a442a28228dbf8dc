/// Steps on rows whose columns are spread over ranks.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "firth/communicator.h"
#include "kernels/kernels.h"
#include "models/sentence_model.h"

namespace firth::train {

/// Every rank takes the same steps in the same order, each on its columns. A product of two rows is
/// the sum of the ranks' products: so steps are kept until there are enough, then the products of
/// all of them travel at once, and the update follows, which needs no more. Steps that wait
/// together do not see each other's effect on the products. Sums are made in the order of the
/// ranks, and are the same to the bit in all. Not thread-safe.
class ColumnSteps final : public models::StepTaker<float> {
 public:
  /// Of so many `windows` the products travel at once. Everything must outlive it.
  ColumnSteps(Communicator& ranks, const kernels::Kernels<float>& kernels, std::size_t windows)
      : ranks_(ranks), kernels_(kernels), most_(windows) {}

  kernels::StepLoss Take(const kernels::StepPlan<float>& plan, float rate) override;
  /// Takes the steps that wait. Throws what Communicator throws.
  void Flush();

 private:
  /// A step that waits: where its parts begin.
  struct Window {
    std::size_t rows;
    std::size_t inputs;
    std::size_t outputs;
    std::size_t labels;
    std::size_t columns;
    float rate;
  };

  kernels::StepPlan<float> PlanOf(const Window& window) const;
  std::string Products();
  void Update(const std::vector<float>& products);

  Communicator& ranks_;
  const kernels::Kernels<float>& kernels_;
  std::size_t most_;
  std::vector<Window> windows_;
  std::vector<float*> rows_;
  std::vector<float> labels_;
  std::vector<float> scratch_;
  kernels::LossTotal loss_;
};

}  // namespace firth::train
