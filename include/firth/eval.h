/// How good are the vectors? Standard sets, scored as the peers score them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/index.h"
#include "firth/matrix.h"
#include "firth/word_vectors.h"

namespace firth {

/// A share, or a correlation, with its 95 % interval.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// How letter case is treated when words of a set are looked up.
enum class CaseRule {
  kExact,       ///< as written (GloVe)
  kUpperAscii,  ///< both sides in upper case, ASCII letters only (word2vec)
  kUpper,       ///< both sides in full Unicode upper case (gensim)
  kLower,       ///< both sides in full Unicode lower case
};

/// Which words may answer a question, and which answers are right. "Spelled as" means after the
/// CaseRule. Under every rule the rows of the question's own three words are no answers, and a
/// spelling that several words share means the first, most frequent of them.
enum class AnswerRule {
  kFirstSpelling,  ///< only the first word of each spelling may answer
  kWord2vec,       ///< any word of positive score may; right when spelled as the fourth word
  kGensim,         ///< of the five best, the first not spelled as one of the three; else the last
  kGlove,          ///< any word but <unk> may; right when it is the fourth word
};

/// The rules by which analogies are asked. "Accuracy" means three things among the peers.
struct AnalogyProtocol {
  std::string name{};
  std::size_t top = 0;  ///< only the first so many words count, as answers and in questions; 0: all
  CaseRule case_rule = CaseRule::kExact;
  AnswerRule answer_rule = AnswerRule::kFirstSpelling;
};

/// word2vec's compute-accuracy (upper case, all words), gensim's evaluate_word_analogies (upper
/// case, 300,000 words), GloVe's evaluate.py (as written, all): exactly their questions, answers
/// and counts. All three skip a question with an unknown word.
std::vector<AnalogyProtocol> PeerProtocols();

struct AnalogySection {
  std::string name{};
  std::size_t questions = 0;  ///< in the file
  std::size_t asked = 0;      ///< all four words known
  std::size_t right = 0;
};

struct AnalogyReport {
  AnalogyProtocol protocol;
  std::vector<AnalogySection> sections;  ///< one of no name when the file has none
  AnalogySection total;
  AnalogySection syntactic;  ///< sections whose names start with "gram", as Google's do
  AnalogySection semantic;   ///< the other sections; empty, too, when no name starts with "gram"
  /// Share of right answers among those asked, 0 to 1; Wilson's 95 % interval.
  Estimate accuracy;
};

/// Both correlations are 0 within [-1, 1] where they mean nothing: fewer than two pairs, or all
/// scores alike.
struct PairReport {
  std::size_t pairs = 0;   ///< in the file
  std::size_t scored = 0;  ///< both words known
  /// Of the cosines with the given scores; equal ones share their mean rank. Interval by Fisher's z
  /// with the variance of Bonett and Wright (2000).
  Estimate spearman;
  Estimate pearson;  ///< interval by Fisher's z
};

/// Do words of one category fall into one cluster?
struct CategoryReport {
  std::size_t words = 0;       ///< in the file; a word of several categories is several
  std::size_t clustered = 0;   ///< known
  std::size_t categories = 0;  ///< of the known words, and as many clusters
  /// Share of the words whose category is the commonest of their cluster (Manning, Raghavan and
  /// Schuetze, Introduction to Information Retrieval, 16.3). The clusters are those of least
  /// inertia of 10 runs of spherical k-means from different k-means++ seeds. Wilson's 95 %
  /// interval, as if words were judged alone; 0 within [0, 1] with fewer than two words.
  Estimate purity;
};

enum class EvaluationKind { kAnalogies, kPairs, kCategories };

struct EvaluationReport {
  std::string path;
  EvaluationKind kind;
  std::vector<AnalogyReport> analogies;  ///< one a protocol
  std::optional<PairReport> pairs;
  std::optional<CategoryReport> categories;
};

struct EvaluationOptions {
  /// Empty: PeerProtocols().
  std::vector<AnalogyProtocol> protocols{};
  /// How analogies are scored; the peers' protocols know the first alone.
  AnalogyMethod method = AnalogyMethod::k3CosAdd;
  /// Word pairs and categories: only the first so many words count; 0: all.
  std::size_t pairs_top = 0;
  CaseRule pairs_case = CaseRule::kLower;
  std::uint64_t seed = 1;  ///< of the clusters
  unsigned threads = 1;    ///< the result does not depend on it
  /// Of analogies: question `part`, part + parts, ... alone, as if the file had no others.
  /// REQUIRES: part < parts.
  std::size_t part = 0;
  std::size_t parts = 1;
  CpuTarget target = CpuTarget::kBest;
};

/// Analogies (four words a line by blanks or tabs, ": NAME" lines between sections), word pairs
/// (two words and a number by tabs, semicolons, commas or blanks, further numbers ignored; a first
/// line without a number is a header) or categories (a first line that names columns, "category"
/// and "word" among them, by the same separators). Lines that start with `#` are comments. Throws
/// Error: kNotFound, kIo, kFormat with the line.
EvaluationKind DetectEvaluation(const std::string& path);

/// Scores `vectors` by what `path` holds. Throws as DetectEvaluation does.
EvaluationReport Evaluate(const WordVectors& vectors, const std::string& path,
                          const EvaluationOptions& options = {});

/// Adds what is reported of other questions of the same file, asked by the same protocol.
void AddPart(AnalogyReport& sum, const AnalogyReport& part);

/// Pairs of sentences that people have scored.
struct SentencePairs {
  std::vector<std::string> sentences;  ///< of pair i: 2 * i and 2 * i + 1
  std::vector<double> scores;          ///< how alike they are
};

/// The STS Benchmark (no header; by tabs genre, file, year, number, score, two sentences) or SICK
/// (a header that names sentence_A, sentence_B and relatedness_score). Throws Error: kNotFound,
/// kIo, kFormat with the line.
SentencePairs ReadSentencePairs(const std::string& path);

/// Of the cosines of rows 2 * i and 2 * i + 1 with the given scores. REQUIRES: two rows a pair.
PairReport ScoreSentencePairs(const SentencePairs& pairs, MatrixView vectors);

}  // namespace firth
