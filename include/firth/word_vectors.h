/// What training ends in, and what is asked afterwards.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/matrix.h"
#include "firth/subwords.h"
#include "firth/text.h"

namespace firth {

/// Settings by their command-line names, "dim" -> "100": what a model was trained with.
using Metadata = std::map<std::string, std::string>;

/// Vectors of n-grams: what a word that is not known is made of.
struct SubwordTable {
  SubwordSettings settings;  ///< enabled, n-grams of up to kMaxNgram characters
  Matrix rows;  ///< settings.buckets x dim, kept->size() x dim, or ngrams->size() x dim
  std::shared_ptr<const KeptBuckets> kept{};  ///< null: each bucket has a row
  /// NgramKind::kExact, and then alone: row i is that of n-gram i, others have none.
  std::shared_ptr<const Vocabulary> ngrams{};
};

/// One vector a word: what is queried, measured, saved and served.
/// Threads: reading from several is safe.
class WordVectors {
 public:
  WordVectors() = default;
  /// `matrix` holds each word's own vector, whatever it was composed of. `subwords`, where there
  /// are some, is for words that are not among these. Throws Error(kFormat) unless there are as
  /// many rows as words, and as many as (kept) buckets or n-grams, of equal length, and settings as
  /// they must be.
  WordVectors(Vocabulary vocabulary, Matrix matrix, Metadata metadata = {},
              std::optional<SubwordTable> subwords = std::nullopt);

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Matrix& matrix() const { return matrix_; }
  const Metadata& metadata() const { return metadata_; }
  std::size_t size() const { return vocabulary_.size(); }
  std::size_t dim() const { return matrix_.columns(); }

  /// The vector of a known word, `dim()` numbers; nothing for an unknown one.
  std::optional<std::span<const float>> Find(std::string_view word) const;

  /// Null when unknown words have no vectors.
  const SubwordTable* subwords() const { return subwords_ ? &*subwords_ : nullptr; }
  /// The vector of any word: a known one's own, else the mean of the rows that its n-grams have.
  /// Nothing when there are none of either. Throws Error(kFormat) when the n-grams' rows hold a
  /// number that is not finite.
  std::optional<std::vector<float>> VectorOf(std::string_view word) const;

 private:
  Vocabulary vocabulary_;
  Matrix matrix_;
  Metadata metadata_;
  std::optional<SubwordTable> subwords_;
};

/// Both matrices of a trained model. The input matrix is the result; the output matrix (the note's
/// Context) is kept for those who go on training.
struct TrainedModel {
  Metadata settings;
  Vocabulary vocabulary;
  /// Disabled, a word's vector is its row of `input`; else the mean of that and of its n-grams'.
  SubwordSettings subwords{};
  /// The n-grams that have a row each; null where they share rows, or there are none.
  std::shared_ptr<const Vocabulary> ngrams{};
  /// vocabulary.size() rows, one a word, and behind them, with subwords, one a bucket or one for
  /// each of `ngrams`; dim columns.
  Matrix input;
  /// vocabulary.size() rows: a word's own with negative sampling and full softmax, an inner node's
  /// with hierarchical softmax; dim columns, or more where places of the window have their own.
  Matrix output;
  bool output_rows_are_words = true;
};

/// Which vectors of a model are its result.
enum class OutputVectors {
  kInput,  ///< the input matrix (word2vec)
  kMean,   ///< the mean of both matrices' rows (GloVe's w + c, halved)
  kSum,    ///< their sum (GloVe)
  kAll,    ///< GloVe alone: both rows, each followed by its bias (its -model 0)
};

/// By its name on the command line: "input", "mean", "sum" or "all". Throws Error(kSettings).
OutputVectors OutputVectorsFromName(std::string_view name);

/// The result of training, ready to be asked and saved; the matrix is the model's own, rows padded
/// as they were trained, so that nothing is copied: with subwords the words' vectors are composed
/// where their rows stood. Throws Error(kSettings) when a mean or sum is asked for and the output
/// matrix has not one row of dim numbers a word, or with subwords, since n-grams have no row there;
/// Error(kFormat) when the input matrix has not a row for each word and bucket, or n-gram.
WordVectors ToWordVectors(TrainedModel model, OutputVectors which = OutputVectors::kInput);

/// The output matrix (the note's Context) as vectors of the same words, sharing its storage. Throws
/// as above.
WordVectors ContextVectors(const TrainedModel& model);

}  // namespace firth
