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
  Matrix input;  ///< vocabulary.size() x dim
  /// vocabulary.size() rows: a word's own with negative sampling and full softmax, an inner node's
  /// with hierarchical softmax; dim columns, or more where places of the window have their own.
  Matrix output;
  bool output_rows_are_words = true;
};

/// Which vectors of a model are its result.
enum class OutputVectors {
  kInput,  ///< the input matrix (word2vec)
  kMean,   ///< the mean of both matrices' rows (GloVe's w + c, halved)
};

/// The result of training, ready to be asked and saved; the matrix is the model's own, rows padded
/// as they were trained, so that nothing is copied. Throws Error(kSettings) when a mean is asked
/// for and the output matrix has not one row of dim numbers a word.
WordVectors ToWordVectors(TrainedModel model, OutputVectors which = OutputVectors::kInput);

/// The output matrix (the note's Context) as vectors of the same words, sharing its storage. Throws
/// as above.
WordVectors ContextVectors(const TrainedModel& model);

}  // namespace firth
