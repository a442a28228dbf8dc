#include "formats/int8_tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "base/little_endian.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/subword_tensors.h"
#include "formats/word_tensors.h"

namespace firth::formats {
namespace {

constexpr float kLargest = 127;

/// What a row's numbers are divided by: the largest becomes 127 or -127.
float FactorOf(std::span<const float> row) {
  float largest = 0;
  for (const float x : row) largest = std::max(largest, std::abs(x));
  const float factor = largest / kLargest;
  return factor > 0 ? factor : 1;  // also where the division left nothing
}

void WriteRows(const Matrix& matrix, base::AtomicFile& file) {
  std::vector<std::int8_t> numbers(matrix.columns());
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    const auto row = matrix.Row(RowId{i});
    const float factor = FactorOf(row);
    std::ranges::transform(row, numbers.begin(), [factor](float x) {
      return static_cast<std::int8_t>(std::clamp(std::nearbyint(x / factor), -kLargest, kLargest));
    });
    file.Write(std::as_bytes(std::span(numbers)));
  }
}

void WriteFactors(const Matrix& matrix, base::AtomicFile& file) {
  std::string bytes;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    base::AppendLittleEndian(bytes, FactorOf(matrix.Row(RowId{i})));
  }
  file.Write(bytes);
}

const Tensor* Find(const SafetensorsHeader& header, const std::string& name) {
  const auto found = header.tensors.find(name);
  return found == header.tensors.end() ? nullptr : &found->second;
}

struct Part {
  const char* name;
  const Matrix* rows;
};

}  // namespace

void WriteInt8Safetensors(const WordVectors& vectors, base::AtomicFile& file) {
  const SubwordTable* const subwords = vectors.subwords();
  SafetensorsHeader header = OwnHeader(vectors.metadata());
  std::vector<Part> parts = {{kVectorsTensor, &vectors.matrix()}};
  if (subwords != nullptr) {
    NoteSubwords(subwords->settings, header.metadata);
    parts.push_back({kNgramsTensor, &subwords->rows});
  }
  const WordTensors words(vectors.vocabulary(), vectors.vocabulary().HasCounts(),
                          subwords == nullptr ? nullptr : subwords->ngrams.get());
  const KeptBuckets* const kept = subwords == nullptr ? nullptr : subwords->kept.get();
  // The widest numbers first, so that each stands where its width asks.
  TensorPlacer placer(header);
  words.PlaceNumbers(placer);
  for (const Part& part : parts) {
    const std::uint64_t rows = part.rows->rows();
    placer.Place(std::string(part.name) + kFactorEnding, "F32", {rows}, rows * sizeof(float));
  }
  if (kept != nullptr) {
    placer.Place(kKeptTensor, "U32", {kept->size()}, kept->size() * sizeof(std::uint32_t));
  }
  for (const Part& part : parts) {
    const std::uint64_t rows = part.rows->rows();
    placer.Place(std::string(part.name) + kInt8Ending, "I8", {rows, vectors.dim()},
                 rows * vectors.dim());
  }
  words.PlaceBytes(placer);

  file.Write(MakeSafetensorsHeader(header));
  words.WriteNumbers(file);
  for (const Part& part : parts) WriteFactors(*part.rows, file);
  if (kept != nullptr) file.Write(std::as_bytes(std::span(kept->buckets())));
  for (const Part& part : parts) WriteRows(*part.rows, file);
  words.WriteBytes(file);
}

bool HasInt8(const SafetensorsHeader& header, const std::string& name) {
  return Find(header, name + kInt8Ending) != nullptr;
}

Matrix ReadInt8(const Source& source, const SafetensorsHeader& header, const std::string& name,
                std::size_t rows, std::size_t columns) {
  const Tensor* const numbers = Find(header, name + kInt8Ending);
  const Tensor* const factors = Find(header, name + kFactorEnding);
  const bool fits = numbers != nullptr && factors != nullptr && numbers->dtype == "I8" &&
                    factors->dtype == "F32" && numbers->shape.size() == 2 &&
                    factors->shape.size() == 1 && factors->shape[0] == numbers->shape[0] &&
                    (columns == 0 || numbers->shape[1] == columns);
  if (!fits) {
    Fail(source, fmt::format("tensor '{}{}' must be rows of I8, and '{}{}' an F32 for each", name,
                             kInt8Ending, name, kFactorEnding));
  }
  const std::size_t dim = numbers->shape[1];
  const std::size_t count = rows == 0 ? numbers->shape[0] : std::min(rows, numbers->shape[0]);
  Matrix matrix(count, dim, RowLayout::kDense);
  const char* const bytes = source.bytes.data() + header.data_start;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto factor = base::LoadLittleEndian<float>(bytes + factors->begin + i * sizeof(float));
    const char* const row = bytes + numbers->begin + i * dim;
    std::transform(row, row + dim, matrix.MutableRow(RowId{i}).begin(), [factor](char x) {
      return factor * static_cast<float>(static_cast<signed char>(x));
    });
  }
  return matrix;
}

}  // namespace firth::formats
