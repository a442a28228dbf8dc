/// What training ends in, and what is asked afterwards.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "firth/matrix.h"
#include "firth/text.h"

namespace firth {

/// Settings by their command-line names, "dim" -> "100": what a model was trained with.
using Metadata = std::map<std::string, std::string>;

/// One vector a word: what is queried, measured, saved and served.
/// Threads: reading from several is safe.
class WordVectors {
 public:
  WordVectors() = default;
  /// REQUIRES: vocabulary.size() == matrix.rows(); else throws Error(kFormat).
  WordVectors(Vocabulary vocabulary, Matrix matrix, Metadata metadata = {});

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Matrix& matrix() const { return matrix_; }
  const Metadata& metadata() const { return metadata_; }
  std::size_t size() const { return vocabulary_.size(); }
  std::size_t dim() const { return matrix_.columns(); }

  /// The vector of a known word, `dim()` numbers; nothing for an unknown one.
  std::optional<std::span<const float>> Find(std::string_view word) const;

 private:
  Vocabulary vocabulary_;
  Matrix matrix_;
  Metadata metadata_;
};

/// Both matrices of a trained model. The input matrix is the result; the output matrix (the note's
/// Context) is kept for those who go on training.
struct TrainedModel {
  Metadata settings;
  Vocabulary vocabulary;
  Matrix input;   ///< vocabulary.size() x dim
  Matrix output;  ///< vocabulary.size() x dim
};

/// The result of training, in a dense matrix, ready to be asked and saved.
WordVectors ToWordVectors(TrainedModel model);

}  // namespace firth
