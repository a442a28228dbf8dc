#include "encoder/pooling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"

namespace firth {
namespace {

constexpr std::pair<Pooling, std::string_view> kNames[] = {
    {Pooling::kMean, "mean"},
    {Pooling::kCls, "cls"},
    {Pooling::kMax, "max"},
    {Pooling::kMeanSqrtLength, "mean-sqrt-length"},
    {Pooling::kWeightedMean, "weighted-mean"},
    {Pooling::kLast, "last"},
};

/// The mean, each row times weight(its number).
template <class Weight>
void WeightedMean(const float* rows, std::size_t pieces, const Weight& weight, double divisor,
                  std::span<float> out) {
  std::vector<double> sums(out.size());
  for (std::size_t i = 0; i < pieces; ++i) {
    const float* const row = rows + i * out.size();
    for (std::size_t c = 0; c < out.size(); ++c) sums[c] += weight(i) * double{row[c]};
  }
  std::ranges::transform(sums, out.begin(),
                         [&](double sum) { return static_cast<float>(sum / divisor); });
}

}  // namespace

std::string_view PoolingName(Pooling pooling) {
  return std::ranges::find(kNames, pooling, &std::pair<Pooling, std::string_view>::first)->second;
}

Pooling PoolingNamed(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &std::pair<Pooling, std::string_view>::second);
  if (found != std::end(kNames)) return found->first;
  std::string known;
  for (const auto& [pooling, text] : kNames)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", text);
  throw Error(ErrorKind::kSettings, fmt::format("pooling: {} is none of {}", name, known));
}

namespace encoder {

void Pool(const float* rows, std::size_t pieces, Pooling pooling, std::span<float> out) {
  if (pieces == 0) {
    std::ranges::fill(out, 0.0F);
    return;
  }
  const auto count = static_cast<double>(pieces);
  const auto once = [](std::size_t) { return 1.0; };
  switch (pooling) {
    case Pooling::kMean:
      return WeightedMean(rows, pieces, once, count, out);
    case Pooling::kMeanSqrtLength:
      return WeightedMean(rows, pieces, once, std::sqrt(count), out);
    case Pooling::kWeightedMean:
      return WeightedMean(
          rows, pieces, [](std::size_t i) { return static_cast<double>(i + 1); },
          count * (count + 1) / 2, out);
    case Pooling::kMax:
      std::copy_n(rows, out.size(), out.begin());
      for (std::size_t i = 1; i < pieces; ++i) {
        for (std::size_t c = 0; c < out.size(); ++c) {
          out[c] = std::max(out[c], rows[i * out.size() + c]);
        }
      }
      return;
    case Pooling::kLast:
      rows += (pieces - 1) * out.size();
      [[fallthrough]];
    case Pooling::kCls:
      std::copy_n(rows, out.size(), out.begin());
  }
}

void Normalize(std::span<float> vector) {
  double squares = 0;
  for (const float x : vector) squares += double{x} * double{x};
  const double length = std::max(std::sqrt(squares), 1e-12);
  for (float& x : vector) x = static_cast<float>(double{x} / length);
}

}  // namespace encoder
}  // namespace firth
