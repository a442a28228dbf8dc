#include "encode_output.h"

#include <fmt/format.h>

#include <span>
#include <utility>

#include "firth/error.h"
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

std::string SafetensorsHeaderFor(const EncodeOutput& output) {
  formats::SafetensorsHeader header;
  header.tensors["embeddings"] = {.dtype = "F32",
                                  .shape = {output.texts, output.dim},
                                  .begin = 0,
                                  .end = output.texts * output.dim * sizeof(float)};
  return formats::MakeSafetensorsHeader(header);
}

/// Rows of float32 behind a header.
class RowsFormat final : public EncodeFormat {
 public:
  explicit RowsFormat(std::string header) : header_(std::move(header)) {}

  std::string Header() const override { return header_; }
  std::string Bytes(const Matrix& vectors) const override {
    std::string bytes;
    for (std::uint32_t i = 0; i < vectors.rows(); ++i) {
      const std::span<const float> row = vectors.Row(RowId{i});
      bytes.append(reinterpret_cast<const char*>(row.data()), row.size_bytes());
    }
    return bytes;
  }
  std::string Bytes(const EncodedPieces& /*text*/,
                    const WordPieceTokenizer& /*tokenizer*/) const override {
    return {};
  }

 private:
  std::string header_;
};

Json ToJson(std::span<const float> vector) {
  Json numbers = Json::array();
  for (const float x : vector) numbers.push_back(ShortJson(x));
  return numbers;
}

std::string Line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

class JsonFormat final : public EncodeFormat {
 public:
  std::string Header() const override { return {}; }

  std::string Bytes(const Matrix& vectors) const override {
    std::string lines;
    for (std::uint32_t i = 0; i < vectors.rows(); ++i) lines += Line(ToJson(vectors.Row(RowId{i})));
    return lines;
  }

  std::string Bytes(const EncodedPieces& text, const WordPieceTokenizer& tokenizer) const override {
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
    return Line({{"tokens", std::move(tokens)},
                 {"ids", std::move(ids)},
                 {"offsets", std::move(offsets)},
                 {"vectors", std::move(vectors)}});
  }
};

}  // namespace

std::unique_ptr<EncodeFormat> MakeEncodeFormat(const EncodeOutput& output) {
  const std::string format = FormatOf(output);
  if (format == "jsonl") return std::make_unique<JsonFormat>();
  if (output.pieces) {
    throw Error(ErrorKind::kSettings,
                fmt::format("texts have different numbers of tokens, which {} cannot hold: "
                            "write jsonl",
                            format));
  }
  return std::make_unique<RowsFormat>(format == "npy"
                                          ? formats::MakeNpyHeader(output.texts, output.dim)
                                          : SafetensorsHeaderFor(output));
}

}  // namespace firth::cli
