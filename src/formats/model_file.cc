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
#include "formats/subword_tensors.h"
#include "formats/word_tensors.h"
#include "text/subword_rows.h"

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

void PlaceInput(const TrainedModel& model, TensorPlacer& placer) {
  const std::uint64_t dim = model.input.columns();
  const auto place = [&](const char* name, std::uint64_t rows) {
    placer.Place(name, "F32", {rows, dim}, rows * dim * sizeof(float));
  };
  if (!model.subwords.enabled()) return place(kVectorsTensor, model.vocabulary.size());
  place(kOwnRowsTensor, model.vocabulary.size());
  place(kNgramsTensor, model.input.rows() - model.vocabulary.size());
}

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

/// All but the output matrix.
TrainedModel ReadInput(const Source& source, const SafetensorsHeader& header) {
  StoredVectors stored = ReadStored(source, {});
  TrainedModel model;
  model.settings = std::move(stored.metadata);
  model.vocabulary = std::move(stored.vocabulary);
  if (stored.composed) {
    model.input = std::move(stored.rows);
    return model;
  }
  const Tensor& own = header.tensors.at(kOwnRowsTensor);
  const auto ngrams = header.tensors.find(kNgramsTensor);
  if (ngrams == header.tensors.end() || ngrams->second.begin != own.end) {
    Fail(source, "the rows of n-grams do not follow those of words");
  }
  model.subwords = stored.subwords->settings;
  model.ngrams = stored.subwords->ngrams;
  const std::size_t rows =
      text::InputRows(model.vocabulary.size(), model.subwords, model.ngrams.get());
  const std::string_view bytes =
      source.bytes.substr(header.data_start + own.begin, ngrams->second.end - own.begin);
  if (bytes.size() != rows * own.shape[1] * sizeof(float)) {
    Fail(source, "the settings of n-grams do not fit their rows");
  }
  model.input = DenseRows(source, bytes, rows, own.shape[1]);
  return model;
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
  const WordTensors words(model.vocabulary, /*counts=*/true, model.ngrams.get());
  SafetensorsHeader header = OwnHeader(metadata);
  if (model.subwords.enabled()) NoteSubwords(model.subwords, header.metadata);
  TensorPlacer placer(header);
  PlaceInput(model, placer);
  placer.Place(model.output_rows_are_words ? kContext : kNodes, "F32",
               {model.output.rows(), model.output.columns()}, Bytes(model.output));
  const std::string before_counts = placer.PadToWholeNumbers("padding");
  words.PlaceNumbers(placer);
  words.PlaceBytes(placer);
  const std::string before_sum = placer.PadToWholeNumbers("padding_2");
  placer.Place(kChecksum, "U64", {1}, sizeof(std::uint64_t));

  SummedFile file(target);
  file.Write(MakeSafetensorsHeader(header));
  file.WriteRows(model.input);
  file.WriteRows(model.output);
  file.Write(before_counts);
  words.WriteNumbers(file);
  words.WriteBytes(file);
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
  const Tensor& output = OutputTensor(source, header);
  TrainedModel model = ReadInput(source, header);
  if (output.dtype != "F32" || output.shape.size() != 2 ||
      output.shape[0] != model.vocabulary.size()) {
    Fail(source, "the output matrix is not one row of float32 a word");
  }
  const std::string_view bytes =
      source.bytes.substr(header.data_start + output.begin, output.end - output.begin);
  model.output = DenseRows(source, bytes, output.shape[0], output.shape[1]);
  CheckFiniteRows(source, model.output, model.vocabulary);
  model.output_rows_are_words = header.tensors.contains(kContext);
  return model;
}

}  // namespace firth::formats
