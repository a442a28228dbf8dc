#include "index/cos_mul.h"

#include <algorithm>
#include <cstdint>

#include "index/best_rows.h"

namespace firth::index {
namespace {

/// Rows that meet a batch together: their cosines with some hundred words fit the second-level
/// cache.
constexpr std::size_t kTileRows = 256;

RowId Row(std::size_t row) { return RowId{static_cast<std::uint32_t>(row)}; }

}  // namespace

std::vector<CosMulSearch::Places> CosMulSearch::TakeWords(std::span<const AnalogyRows> questions) {
  std::vector<RowId> words;
  for (const AnalogyRows& question : questions) {
    words.insert(words.end(), question.begin(), question.end());
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  units_ = Matrix(words.size(), matrix_.columns);
  for (std::size_t i = 0; i < words.size(); ++i)
    index_.UnitRow(words[i], units_.MutableRow(Row(i)));
  shifted_.resize(words.size() * kTileRows);
  std::vector<Places> places(questions.size());
  for (std::size_t q = 0; q < questions.size(); ++q) {
    std::ranges::transform(questions[q], places[q].begin(), [&](RowId row) {
      return static_cast<std::size_t>(std::ranges::lower_bound(words, row) - words.begin());
    });
  }
  return places;
}

/// Into [0, 1], so that two negative cosines do not make a positive product (Levy and Goldberg
/// 2014, footnote 7).
void CosMulSearch::ShiftCosines(std::size_t first, std::size_t count) {
  const MatrixView units = units_.view();
  kernels_.dot_block({.queries = units.data,
                      .query_count = units.rows,
                      .query_stride = units.stride,
                      .rows = matrix_.data + first * matrix_.stride,
                      .row_count = count,
                      .row_stride = matrix_.stride,
                      .columns = matrix_.columns,
                      .out = shifted_.data(),
                      .out_stride = kTileRows});
  for (std::size_t word = 0; word < units.rows; ++word) {
    float* dots = &shifted_[word * kTileRows];
    for (std::size_t r = 0; r < count; ++r) {
      dots[r] = (1 + dots[r] * inverse_lengths_[first + r]) / 2;
    }
  }
}

void CosMulSearch::Score(const Places& places, std::span<float> scores) const {
  const float* a = &shifted_[places[0] * kTileRows];
  const float* b = &shifted_[places[1] * kTileRows];
  const float* c = &shifted_[places[2] * kTileRows];
  for (std::size_t r = 0; r < scores.size(); ++r) scores[r] = b[r] * c[r] / (a[r] + kCosMulEpsilon);
}

void CosMulSearch::Answer(std::span<const AnalogyRows> questions, std::size_t k,
                          std::span<std::vector<Neighbor>> answers) {
  const std::vector<Places> places = TakeWords(questions);
  const std::size_t rows = inverse_lengths_.size();
  std::vector<BestRows> best;
  best.reserve(questions.size());
  for (const AnalogyRows& question : questions) {
    best.emplace_back(std::min(k, rows) + question.size());
  }
  const std::vector<float> ones(kTileRows, 1.0F);
  std::vector<float> scores(kTileRows);
  for (std::size_t first = 0; first < rows; first += kTileRows) {
    const std::size_t count = std::min(kTileRows, rows - first);
    ShiftCosines(first, count);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      Score(places[q], std::span(scores).first(count));
      best[q].Offer(Row(first), std::span(scores).first(count), std::span(ones).first(count));
    }
  }
  for (std::size_t q = 0; q < questions.size(); ++q) answers[q] = best[q].Take(k, questions[q]);
}

}  // namespace firth::index
