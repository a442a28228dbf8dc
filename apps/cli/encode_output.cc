#include "encode_output.h"

#include <fmt/format.h>

#include <span>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "formats/dense_rows.h"
#include "formats/npy_header.h"
#include "formats/safetensors_header.h"
#include "query_output.h"

namespace firth::cli {
namespace {

std::string FormatOf(const EncodeOutput& output) {
  if (!output.format.empty()) return output.format;
  for (const char* format : {"npy", "safetensors"}) {
    if (output.path.ends_with(std::string(".") + format)) return format;
  }
  return "jsonl";
}

/// Rows of float32 behind a header.
class RowsWriter final : public EncodeWriter {
 public:
  RowsWriter(const std::string& path, std::string_view header) : file_(path) {
    file_.Write(header);
  }
  void Write(const Matrix& vectors) override { formats::WriteDenseRows(vectors, file_); }
  void Write(const EncodedPieces& /*text*/, const WordPieceTokenizer& /*tokenizer*/) override {}
  void Finish() override { file_.Commit(); }

 private:
  base::AtomicFile file_;
};

std::string SafetensorsHeaderFor(const EncodeOutput& output) {
  formats::SafetensorsHeader header;
  header.tensors["embeddings"] = {.dtype = "F32",
                                  .shape = {output.texts, output.dim},
                                  .begin = 0,
                                  .end = output.texts * output.dim * sizeof(float)};
  return formats::MakeSafetensorsHeader(header);
}

Json ToJson(std::span<const float> vector) {
  Json numbers = Json::array();
  for (const float x : vector) numbers.push_back(ShortJson(x));
  return numbers;
}

class JsonWriter final : public EncodeWriter {
 public:
  explicit JsonWriter(const std::string& path) : file_(path) {}

  void Write(const Matrix& vectors) override {
    for (std::uint32_t i = 0; i < vectors.rows(); ++i) Line(ToJson(vectors.Row(RowId{i})));
  }

  void Write(const EncodedPieces& text, const WordPieceTokenizer& tokenizer) override {
    Json tokens = Json::array();
    Json ids = Json::array();
    Json offsets = Json::array();
    Json vectors = Json::array();
    for (std::uint32_t i = 0; i < text.encoding.ids.size(); ++i) {
      tokens.push_back(tokenizer.Piece(text.encoding.ids[i]));
      ids.push_back(Index(text.encoding.ids[i]));
      offsets.push_back({text.encoding.ranges[i].begin, text.encoding.ranges[i].end});
      vectors.push_back(ToJson(text.vectors.Row(RowId{i})));
    }
    Line({{"tokens", std::move(tokens)},
          {"ids", std::move(ids)},
          {"offsets", std::move(offsets)},
          {"vectors", std::move(vectors)}});
  }

  void Finish() override { file_.Commit(); }

 private:
  void Line(const Json& json) {
    file_.Write(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  }

  base::AtomicFile file_;
};

}  // namespace

std::unique_ptr<EncodeWriter> MakeEncodeWriter(const EncodeOutput& output) {
  const std::string format = FormatOf(output);
  if (format == "jsonl") return std::make_unique<JsonWriter>(output.path);
  if (output.pieces) {
    throw Error(ErrorKind::kSettings,
                fmt::format("texts have different numbers of tokens, which {} cannot hold: "
                            "write jsonl",
                            format));
  }
  return std::make_unique<RowsWriter>(
      output.path, format == "npy" ? formats::MakeNpyHeader(output.texts, output.dim)
                                   : SafetensorsHeaderFor(output));
}

}  // namespace firth::cli
