#include "train/ranks/column_steps.h"

#include <algorithm>
#include <utility>

#include "train/ranks/collectives.h"
#include "train/ranks/message.h"

namespace firth::train {

kernels::StepLoss ColumnSteps::Take(const kernels::StepPlan<float>& plan, float rate) {
  windows_.push_back(
      {rows_.size(), plan.input_count, plan.output_count, labels_.size(), plan.columns, rate});
  rows_.insert(rows_.end(), plan.inputs, plan.inputs + plan.input_count);
  rows_.insert(rows_.end(), plan.outputs, plan.outputs + plan.output_count);
  const std::size_t pairs = kernels::PaddedPairs(plan.input_count, plan.output_count);
  labels_.insert(labels_.end(), plan.labels, plan.labels + plan.input_count * plan.output_count);
  labels_.resize(windows_.back().labels + pairs);
  if (windows_.size() >= most_) Flush();
  return {std::exchange(loss_, {}).Value()};
}

kernels::StepPlan<float> ColumnSteps::PlanOf(const Window& window) const {
  float* const* const inputs = rows_.data() + window.rows;
  return {inputs,
          window.inputs,
          inputs + window.inputs,
          window.outputs,
          labels_.data() + window.labels,
          window.columns};
}

void ColumnSteps::Flush() {
  if (windows_.empty()) return;
  const std::vector<std::string> all = Gather(ranks_, Products());
  std::vector<float> products(all.front().size() / sizeof(float));
  for (const std::string& one : all) {
    MessageReader reader(one);
    for (float& product : products) product += reader.Take<float>();
  }
  Update(products);
  windows_.clear();
  rows_.clear();
  labels_.clear();
}

std::string ColumnSteps::Products() {
  std::string message;
  for (const Window& window : windows_) {
    const std::size_t pairs = window.inputs * window.outputs;
    scratch_.resize(std::max(scratch_.size(), kernels::ScratchSize(window.inputs, window.outputs)));
    kernels_.scores(PlanOf(window), scratch_.data());
    message.append(reinterpret_cast<const char*>(scratch_.data()), pairs * sizeof(float));
  }
  return message;
}

void ColumnSteps::Update(const std::vector<float>& products) {
  const float* next = products.data();
  for (const Window& window : windows_) {
    const kernels::StepPlan<float> plan = PlanOf(window);
    std::copy_n(next, window.inputs * window.outputs, scratch_.data());
    next += window.inputs * window.outputs;
    loss_ += kernels_.coefficients(plan, window.rate, scratch_.data());
    kernels_.update(plan, scratch_.data());
  }
}

}  // namespace firth::train
