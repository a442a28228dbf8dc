#include "formats/model_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "base/checksum.h"
#include "base/little_endian.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/packed_words.h"
#include "formats/safetensors.h"
#include "formats/safetensors_header.h"

namespace firth::formats {
namespace {

constexpr const char* kContext = "context";
constexpr const char* kNodes = "nodes";
constexpr const char* kChecksum = "checksum";

/// A file whose bytes are summed on their way.
class SummedFile {
 public:
  explicit SummedFile(base::AtomicFile& file) : file_(file) {}

  void Write(std::string_view bytes) {
    sum_.Add(bytes);
    file_.Write(bytes);
  }
  void WriteRows(const Matrix& matrix) {
    for (std::size_t i = 0; i < matrix.rows(); ++i) {
      const auto row = std::as_bytes(matrix.Row(RowId{static_cast<std::uint32_t>(i)}));
      Write({reinterpret_cast<const char*>(row.data()), row.size()});
    }
  }
  void WriteSum() {
    std::string bytes;
    base::AppendLittleEndian(bytes, sum_.Value());
    file_.Write(bytes);
  }

 private:
  base::AtomicFile& file_;
  base::Checksum sum_;
};

std::uint64_t Bytes(const Matrix& matrix) {
  return std::uint64_t{matrix.rows()} * matrix.columns() * sizeof(float);
}

const Tensor& OutputTensor(const Source& source, const SafetensorsHeader& header) {
  for (const char* name : {kContext, kNodes}) {
    const auto found = header.tensors.find(name);
    if (found != header.tensors.end()) return found->second;
  }
  Fail(source, "holds no output matrix: it is no model in training");
}

void CheckSum(const Source& source, const SafetensorsHeader& header) {
  const auto found = header.tensors.find(kChecksum);
  const std::string_view bytes = source.bytes;
  const std::size_t before = bytes.size() - sizeof(std::uint64_t);
  const bool is_last = found != header.tensors.end() && found->second.dtype == "U64" &&
                       found->second.shape.size() == 1 && found->second.shape[0] == 1 &&
                       header.data_start + found->second.begin == before;
  if (!is_last) Fail(source, "has no checksum at its end");
  const auto expected = base::LoadLittleEndian<std::uint64_t>(bytes.data() + before);
  if (base::ChecksumOf(bytes.substr(0, before)) == expected) return;
  Fail(source, "is damaged: its bytes do not fit its checksum");
}

}  // namespace

void WriteModel(const TrainedModel& model, const Metadata& metadata, base::AtomicFile& target) {
  const PackedWords packed = Pack(model.vocabulary);
  SafetensorsHeader header;
  header.metadata = metadata;
  header.metadata[kFormatKey] = "firth";
  header.metadata[kVersionKey] = kVersion;
  const std::uint64_t words = model.vocabulary.size();
  TensorPlacer placer(header);
  placer.Place("vectors", "F32", {words, model.input.columns()}, Bytes(model.input));
  placer.Place(model.output_rows_are_words ? kContext : kNodes, "F32",
               {model.output.rows(), model.output.columns()}, Bytes(model.output));
  const std::string before_counts = placer.PadToWholeNumbers("padding");
  placer.Place("counts", "U64", {words}, packed.counts.size());
  placer.Place("word_offsets", "U64", {words + 1}, packed.offsets.size());
  placer.Place("words", "U8", {packed.words.size()}, packed.words.size());
  const std::string before_sum = placer.PadToWholeNumbers("padding_2");
  placer.Place(kChecksum, "U64", {1}, sizeof(std::uint64_t));

  SummedFile file(target);
  file.Write(MakeSafetensorsHeader(header));
  file.WriteRows(model.input);
  file.WriteRows(model.output);
  file.Write(before_counts);
  file.Write(packed.counts);
  file.Write(packed.offsets);
  file.Write(packed.words);
  file.Write(before_sum);
  file.WriteSum();
}

bool IsModel(const Source& source) {
  try {
    const SafetensorsHeader header = ParseSafetensorsHeader(source);
    return header.tensors.contains(kChecksum);
  } catch (const Error&) {
    return false;
  }
}

TrainedModel ReadModel(const Source& source) {
  const SafetensorsHeader header = ParseSafetensorsHeader(source);
  CheckSum(source, header);
  const WordVectors vectors = ReadSafetensors(source, {});
  const Tensor& output = OutputTensor(source, header);
  if (output.dtype != "F32" || output.shape.size() != 2 || output.shape[0] != vectors.size()) {
    Fail(source, "the output matrix is not one row of float32 a word");
  }
  TrainedModel model;
  model.settings = vectors.metadata();
  model.vocabulary = vectors.vocabulary().Clone();
  model.input = vectors.matrix().Share();
  const std::string_view bytes =
      source.bytes.substr(header.data_start + output.begin, output.end - output.begin);
  model.output = DenseRows(source, bytes, output.shape[0], output.shape[1]);
  CheckFiniteRows(source, model.output, model.vocabulary);
  model.output_rows_are_words = header.tensors.contains(kContext);
  return model;
}

}  // namespace firth::formats
