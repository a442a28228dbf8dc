/// The vectors that `firth encode` writes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "firth/encoder.h"

namespace firth::cli {

class EncodeWriter {
 public:
  virtual ~EncodeWriter() = default;
  /// The next texts' vectors, a row each. Throws Error(kIo).
  virtual void Write(const Matrix& vectors) = 0;
  /// The next text's pieces, with their vectors. Throws Error(kIo).
  virtual void Write(const EncodedPieces& text, const WordPieceTokenizer& tokenizer) = 0;
  /// The file appears. Without it none does; standard output has what was written.
  virtual void Finish() = 0;
};

struct EncodeOutput {
  std::string path;    ///< "-": standard output
  std::string format;  ///< empty: by the path's ending, else jsonl
  std::size_t texts;
  std::size_t dim;
  bool pieces;  ///< vectors of pieces come
};

/// npy: [texts, dim] float32. safetensors: the same as the tensor "embeddings". jsonl: an array a
/// line, or an object with tokens, ids, offsets (in bytes) and vectors. Throws Error: kIo,
/// kSettings (pieces in another format than jsonl).
std::unique_ptr<EncodeWriter> MakeEncodeWriter(const EncodeOutput& output);

}  // namespace firth::cli
