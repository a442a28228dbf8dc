#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <utility>

#include "base/run_on_threads.h"
#include "base/system.h"
#include "firth/error.h"
#include "firth/quantized.h"
#include "word_vectors/product_quantizer.h"

namespace firth {
namespace {

struct Codes {
  std::vector<std::uint8_t> of_pieces;
  std::vector<std::uint8_t> of_norms;
};

float Length(std::span<const float> row) {
  double square = 0;
  for (const float x : row) square += double{x} * double{x};
  return static_cast<float>(std::sqrt(square));
}

void CheckFinite(const MatrixView& matrix) {
  for (std::uint32_t i = 0; i < matrix.rows; ++i) {
    if (std::ranges::all_of(matrix.Row(RowId{i}), [](float x) { return std::isfinite(x); })) {
      continue;
    }
    throw Error(ErrorKind::kInput, fmt::format("row {} holds a number that is not finite", i));
  }
}

/// Calls work(row) for all rows, some thousands at a time a thread.
template <class Work>
void ForEachRow(std::size_t rows, unsigned threads, const Work& work) {
  constexpr std::size_t kAtOnce = 4096;
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads, [&] {
    for (std::size_t begin = next.fetch_add(kAtOnce); begin < rows;
         begin = next.fetch_add(kAtOnce)) {
      for (std::size_t row = begin; row < std::min(rows, begin + kAtOnce); ++row) work(row);
    }
  });
}

/// Lengths as codes. Rows are divided by what their codes say, so that the pieces make up for some
/// of what the lengths lose.
void QuantizeNorms(const MatrixView& matrix, const QuantizeSettings& settings, QuantizedMatrix& out,
                   Codes& codes) {
  const auto length = [&matrix](std::size_t row, std::span<float> to) {
    to[0] = Length(matrix.Row(RowId{static_cast<std::uint32_t>(row)}));
  };
  QuantizeSettings of_norms = settings;
  of_norms.piece = 1;
  const word_vectors::ProductQuantizer norms(matrix.rows, 1, length, of_norms);
  codes.of_norms.resize(matrix.rows);
  ForEachRow(matrix.rows, settings.threads, [&](std::size_t row) {
    float norm = 0;
    length(row, {&norm, 1});
    norms.Encode({&norm, 1}, {&codes.of_norms[row], 1});
  });
  out.norms = norms.centroids();
}

/// What stands for what, where that is left open.
QuantizeSettings Settled(QuantizeSettings settings, std::size_t columns) {
  settings.threads = base::ThreadCount(settings.threads);
  settings.piece = std::min(settings.piece, std::max<std::size_t>(columns, 1));
  return settings;
}

}  // namespace

QuantizedMatrix Quantize(const MatrixView& matrix, const QuantizeSettings& wanted) {
  if (wanted.piece == 0) {
    throw Error(ErrorKind::kSettings, "dsub is 0, but must be at least 1");
  }
  CheckFinite(matrix);
  const QuantizeSettings settings = Settled(wanted, matrix.columns);
  QuantizedMatrix out{.rows = matrix.rows, .columns = matrix.columns, .piece = settings.piece};
  const auto codes = std::make_shared<Codes>();
  if (settings.norms) QuantizeNorms(matrix, settings, out, *codes);
  const auto source = [&](std::size_t row, std::span<float> to) {
    const float norm = settings.norms ? out.norms[codes->of_norms[row]] : 1;
    const float scale = norm > 0 ? 1 / norm : 1;
    std::ranges::transform(matrix.Row(RowId{static_cast<std::uint32_t>(row)}), to.begin(),
                           [scale](float x) { return x * scale; });
  };
  const word_vectors::ProductQuantizer quantizer(matrix.rows, matrix.columns, source, settings);
  const std::size_t pieces = out.Pieces();
  codes->of_pieces.resize(matrix.rows * pieces);
  ForEachRow(matrix.rows, settings.threads, [&](std::size_t row) {
    thread_local std::vector<float> numbers;
    numbers.resize(matrix.columns);
    source(row, numbers);
    quantizer.Encode(numbers, {&codes->of_pieces[row * pieces], pieces});
  });
  out.centroids = quantizer.centroids();
  out.codes = codes->of_pieces;
  out.norm_codes = codes->of_norms;
  out.owner = codes;
  return out;
}

std::uint64_t QuantizingBytes(std::size_t rows, std::size_t columns,
                              const QuantizeSettings& wanted) {
  if (wanted.piece == 0) return 0;  // which Quantize refuses
  const QuantizeSettings settings = Settled(wanted, columns);
  const std::size_t pieces = (columns + settings.piece - 1) / settings.piece;
  const std::uint64_t codes = std::uint64_t{rows} * (pieces + (settings.norms ? 1 : 0));
  return codes + word_vectors::ProductQuantizer::MemoryBytes(rows, columns, settings);
}

}  // namespace firth
