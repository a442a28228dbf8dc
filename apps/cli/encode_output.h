/// The bytes of the vectors that `firth encode` writes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "firth/encoder.h"

namespace firth::cli {

/// One after the other: a header, then what each text gives.
class EncodeFormat {
 public:
  virtual ~EncodeFormat() = default;
  virtual std::string Header() const = 0;
  /// The next texts' vectors, a row each.
  virtual std::string Bytes(const Matrix& vectors) const = 0;
  /// The next text's pieces, with their vectors.
  virtual std::string Bytes(const EncodedPieces& text,
                            const WordPieceTokenizer& tokenizer) const = 0;
};

struct EncodeOutput {
  std::string path;    ///< "-": standard output
  std::string format;  ///< empty: by the path's ending, else jsonl
  std::size_t texts;
  std::size_t dim;
  bool pieces;  ///< vectors of pieces come
};

/// npy: [texts, dim] float32. safetensors: the same as the tensor "embeddings". jsonl: an array a
/// line, or an object with tokens, ids, offsets (in bytes) and vectors. Throws Error(kSettings)
/// (pieces in another format than jsonl).
std::unique_ptr<EncodeFormat> MakeEncodeFormat(const EncodeOutput& output);

}  // namespace firth::cli
