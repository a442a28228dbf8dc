/// Nearest neighbours and the questions that are asked of word vectors.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/word_vectors.h"

namespace firth {

struct Neighbor {
  RowId row;
  float score;  ///< cosine, -1 to 1, unless a search says otherwise
};

/// The rows of A, B and C in "A is to B as C is to ?".
using AnalogyRows = std::array<RowId, 3>;

/// How D is scored as the answer.
enum class AnalogyMethod {
  /// The cosine of D with unit(B) - unit(A) + unit(C) (Mikolov et al. 2013, arXiv 1301.3781).
  k3CosAdd,
  /// s(D, B) s(D, C) / (s(D, A) + 0.001), where s is (1 + cosine) / 2 (Levy and Goldberg 2014,
  /// aclweb W14-1618, equation 4, footnote 7). No single likeness can outweigh the others.
  k3CosMul,
};

/// "3cosadd", "3cosmul".
std::string_view AnalogyMethodName(AnalogyMethod method);
/// Throws Error(kSettings) naming the known ones.
AnalogyMethod AnalogyMethodFromName(std::string_view name);

/// Exact search by cosine: every row is compared. It holds one inverse length a row; the rows stay
/// where they are. The matrix must outlive it. A row of zeros
/// has a cosine of 0 with everything; a row that holds a NaN or an infinity is never an answer.
/// Threads: searching from several is safe; Hide is not to run beside a search.
class ExactIndex {
 public:
  /// The first `rows` rows of `matrix`; 0: all of them.
  explicit ExactIndex(MatrixView matrix, std::size_t rows = 0, CpuTarget target = CpuTarget::kBest);

  std::size_t rows() const { return inverse_lengths_.size(); }
  std::size_t dim() const { return matrix_.columns; }

  /// What each row is multiplied by to have length 1; 0 for one without a direction, NaN for a
  /// hidden one.
  std::span<const float> inverse_lengths() const { return inverse_lengths_; }

  /// From now on `row` is no answer of a search. UnitRow still gives it. REQUIRES: row < rows().
  void Hide(RowId row);

  /// A row scaled to length 1 (all zeros stay so). REQUIRES: out.size() == dim().
  void UnitRow(RowId row, std::span<float> out) const;

  /// The cosine of each of `queries.rows` queries (of length 1, or the score is scaled by their
  /// length) with every row: scores[q * rows() + r]; NaN for a hidden row.
  /// REQUIRES: queries.columns == dim(), scores.size() == queries.rows * rows().
  void Scores(MatrixView queries, std::span<float> scores) const;

  /// The `k` rows of highest cosine with `query` (of any length), best first, equal scores by lower
  /// row; rows in `exclude` are passed over. REQUIRES: query.size() == dim().
  std::vector<Neighbor> Search(std::span<const float> query, std::size_t k,
                               std::span<const RowId> exclude = {}) const;

  /// Search for every row of `queries` by `threads` threads, far faster than one at a time: the
  /// answer to query q passes over exclude[q]. The result does not depend on `threads`.
  /// REQUIRES: queries.columns == dim(), exclude is empty or exclude.size() == queries.rows.
  std::vector<std::vector<Neighbor>> SearchAll(MatrixView queries, std::size_t k,
                                               std::span<const std::vector<RowId>> exclude = {},
                                               unsigned threads = 1) const;

  /// The `k` rows that answer each question best, its own three passed over; scores are those of
  /// `method`. Questions that follow each other and share words are faster under 3CosMul. The
  /// result does not depend on `threads`.
  std::vector<std::vector<Neighbor>> SearchAnalogies(std::span<const AnalogyRows> questions,
                                                     std::size_t k,
                                                     AnalogyMethod method = AnalogyMethod::k3CosAdd,
                                                     unsigned threads = 1) const;

 private:
  MatrixView matrix_;
  std::vector<float> inverse_lengths_;  ///< NaN: hidden
  CpuTarget target_;
};

/// A word and how near it is.
struct ScoredWord {
  std::string word;
  float score;
};

/// The questions of the command line, over one set of vectors, which must outlive it.
/// Every unknown word is an Error(kNotFound) whose message names near spellings; but Neighbors and
/// Similarity know all words that WordVectors::VectorOf has a vector for.
/// Threads: asking from several is safe.
class WordQueries {
 public:
  explicit WordQueries(const WordVectors& vectors, CpuTarget target = CpuTarget::kBest);

  /// The words nearest to one word, or to the mean of the unit vectors of several, those left out.
  std::vector<ScoredWord> Neighbors(std::span<const std::string> words, std::size_t k) const;

  /// The cosine of two words.
  float Similarity(std::string_view a, std::string_view b) const;

  /// A is to B as C is to ?: the words of highest score, the three left out.
  std::vector<ScoredWord> Analogy(std::string_view a, std::string_view b, std::string_view c,
                                  std::size_t k,
                                  AnalogyMethod method = AnalogyMethod::k3CosAdd) const;

  /// The words by their cosine with the mean of their unit vectors, the highest first: the last is
  /// the odd one out (gensim's rank_by_centrality and doesnt_match; of equals the later in byte
  /// order comes first, as there). Throws Error(kInput) for fewer than three words.
  std::vector<ScoredWord> RankByCentrality(std::span<const std::string> words) const;

 private:
  /// The word's vector scaled to length 1; its row, where it has one.
  std::optional<RowId> UnitVector(std::string_view word, std::span<float> unit) const;

  const WordVectors& vectors_;
  ExactIndex index_;
};

/// A word's id, or Error(kNotFound) that names near spellings.
TokenId RequireWord(const Vocabulary& vocabulary, std::string_view word);

/// A word's vector as WordVectors::VectorOf has it, or the same error.
std::vector<float> RequireVector(const WordVectors& vectors, std::string_view word);

/// Up to `limit` known words within an edit distance of 2 of `word` (1 when it has three letters or
/// fewer) without regard to letter case, the nearest first, then the most frequent. An edit
/// inserts, drops or changes a letter or swaps two neighbours.
std::vector<std::string> NearSpellings(const Vocabulary& vocabulary, std::string_view word,
                                       std::size_t limit = 3);

}  // namespace firth
