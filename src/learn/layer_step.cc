#include "firth/nn.h"
#include "learn/steps.h"

namespace firth::learn {
namespace {

constexpr std::size_t kColumns = 4;  // the note's embedding_size
constexpr double kRate = 0.25;

NumberRows InRows(std::span<const double> numbers) {
  NumberRows rows;
  for (std::size_t at = 0; at < numbers.size(); at += kColumns) {
    const auto row = numbers.subspan(at, kColumns);
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

}  // namespace

LayerStep MakeLayerStep(std::span<const TokenId> ids, std::size_t rows, std::uint64_t seed) {
  std::vector<std::int64_t> numbers;
  for (const TokenId id : ids) numbers.push_back(static_cast<std::int64_t>(Index(id)));
  nn::Embedding<double> layer(rows, kColumns, {}, seed);
  std::vector<double> found(numbers.size() * kColumns);
  std::vector<double> gradient(found.size());
  const std::vector<double> ones(found.size(), 1.0);
  layer.Forward(numbers, found);
  LayerStep step;
  step.rate = kRate;
  step.rows = InRows(found);
  step.loss = nn::SquaredLoss<double>(found, ones, gradient, nn::Reduction::kSum);
  step.gradient = InRows(gradient);

  nn::SparseGrad<double> of_table;
  layer.Backward(numbers, gradient, of_table);
  nn::MakeSgd<double>({.lr = kRate})->Step(layer.weight(), of_table);
  layer.Forward(numbers, found);
  step.loss_after = nn::SquaredLoss<double>(found, ones, {}, nn::Reduction::kSum);
  return step;
}

}  // namespace firth::learn
