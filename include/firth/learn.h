/// From a sentence to word vectors, every step with its numbers: what a page or a terminal shows to
/// somebody who has just read about embeddings. All steps are data; nothing here formats them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firth/models.h"
#include "firth/project.h"
#include "firth/text.h"
#include "firth/word_vectors.h"

namespace firth {

/// The sentence of the study note.
inline constexpr std::string_view kLessonSentence = "I eat a big apple every day.";

/// A lesson takes the first so many words of a sentence: its tables are to be looked at.
inline constexpr std::size_t kLongestLesson = 100;

struct LessonSettings {
  std::size_t window = 2;  ///< words on each side, 1 to 10: half of the note's L
  std::size_t dim = 5;     ///< columns of both matrices, the note's m, 1 to 64
  double rate = 0.5;       ///< learning rate, above 0, at most 10
  std::uint64_t seed = 1;  ///< of both matrices
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const LessonSettings& settings);

/// Each word as a vector that is as long as the vocabulary, and what is wrong with that.
struct OneHotStep {
  WordVectors vectors{};         ///< the identity, a row a word
  double zeros = 0;              ///< share of zeros, counted: 1 - 1/n
  std::optional<double> cosine;  ///< the largest of two different words; nothing with one word
};

/// Two words that keep like company, learnt from a few sentences.
struct MeaningPair {
  std::string a{};
  std::string b{};
  double cosine = 0;
};
/// What an embedding must do: words used alike come close, and offsets are alike.
struct MeaningStep {
  std::vector<std::string> sentences{};  ///< the whole corpus
  std::vector<MeaningPair> alike{};
  std::vector<MeaningPair> unlike{};
  double offsets = 0;  ///< the cosine of woman - man and queen - king
};

/// A row of the data set: the words around a place, and the word that stands there.
struct WindowRow {
  /// 2 x window places from left to right; nothing beyond the sentence, where a zero vector stands.
  std::vector<std::optional<TokenId>> inputs{};
  TokenId output{};
};

/// A word that is held against the wanted one: a row of the table of labels, and what one step does
/// with it.
struct Candidate {
  TokenId word{};
  bool target = false;     ///< stands in the wanted word's window
  double score = 0;        ///< dot product of the wanted word's row and the candidate's
  double probability = 0;  ///< sigmoid of the score
  double error = 0;        ///< target - probability
  double score_after = 0;  ///< after the step
  double probability_after = 0;
  std::vector<double> row{};  ///< its row of the Context matrix
  std::vector<double> row_after{};
};

/// One step of gradient descent on both matrices: a row of Embedding against rows of Context.
struct GradientStep {
  TokenId wanted{};
  std::vector<Candidate> candidates{};  ///< different words: the window's, then up to five others
  double rate = 0;
  double loss = 0;  ///< sum of -log probability of the right answers
  double loss_after = 0;
  std::vector<double> row{};  ///< the wanted word's row of the Embedding matrix
  std::vector<double> row_after{};
};

/// A row of numbers for each word.
using NumberRows = std::vector<std::vector<double>>;

/// A word that may stand in the blank, and what one step does with it.
struct BlankCandidate {
  double score = 0;  ///< dot product of the mean and the word's row of Context
  double probability = 0;
  double loss = 0;                     ///< -log probability of the right answer
  double gradient = 0;                 ///< of the loss by the score: probability - target
  std::vector<double> row_gradient{};  ///< of the loss by its row of Context
  double probability_after = 0;
};

/// One step of CBOW: the words of a window fill its blank. Both matrices are there whole, as they
/// start and as the step leaves them; a row a word of the vocabulary.
struct BlankStep {
  std::size_t window = 0;  ///< row of Lesson::windows
  NumberRows embedding{};
  NumberRows context{};
  NumberRows embedding_after{};
  NumberRows context_after{};
  std::vector<double> mean{};                ///< of the window's rows, zero vectors counted
  std::vector<BlankCandidate> candidates{};  ///< one a word of the vocabulary
  std::vector<double> mean_gradient{};       ///< of the loss by the mean
  /// Of the loss by the row of each word that stands in the window once: a share of the mean's.
  std::vector<double> row_gradient{};
  double rate = 0;
  double loss = 0;
  double loss_after = 0;
};

/// The lookup that the note ends with, by nn::Embedding: a row for each of Lesson::numbers' ids.
/// The loss is the sum of (number - 1)^2, which wants nothing but to show a gradient.
struct LayerStep {
  NumberRows rows{};
  NumberRows gradient{};  ///< of the loss by `rows`
  double rate = 0;
  double loss = 0;
  double loss_after = 0;  ///< after one step of gradient descent
};

/// A word and how probable the model holds it.
struct ProbableWord {
  TokenId word{};
  double probability = 0;
};

/// What the trained model puts into the blank of a window.
struct Prediction {
  std::size_t window = 0;             ///< row of Lesson::windows
  std::vector<ProbableWord> first{};  ///< the three most probable, best first
  bool right = false;                 ///< the best is the word that stands there
};

/// The mean loss of a window after so many passes over the sentence.
struct LossPoint {
  std::size_t pass = 0;
  double loss = 0;
};

/// The sentence learnt by the fully connected network: the window's rows one behind the other,
/// weights to every word, softmax.
struct LearntStep {
  std::vector<LossPoint> losses{};        ///< from pass 0, which is before training
  std::vector<Prediction> predictions{};  ///< one a window
  std::size_t right = 0;
  WordVectors vectors{};  ///< the Embedding matrix, the result; the Context matrix is thrown away
};

/// Steps follow each other as in the note. A sentence of one word has no window to learn from: then
/// `step`, `blank` and `learnt` are empty.
struct Lesson {
  std::string sentence{};   ///< as it came, bad UTF-8 repaired
  Vocabulary vocabulary{};  ///< its different words in order of appearance, without punctuation
  std::vector<TokenId> tokens{};   ///< the sentence in these words
  std::size_t words_left_out = 0;  ///< beyond kLongestLesson
  OneHotStep one_hot;
  MeaningStep meaning;
  std::size_t window = 0;  ///< words on each side: the settings', or less so that 2 window < n
  std::vector<WindowRow> windows{};
  std::optional<GradientStep> step;
  std::optional<BlankStep> blank;
  std::optional<LearntStep> learnt;
  /// The same words as an embedding layer takes them: lower case, punctuation kept, `<eos>` last.
  NumberedText numbers;
  /// Letters of these words without <eos>, a blank between each: what the note's code takes for the
  /// vocabulary's size by a slip.
  std::size_t characters = 0;
  LayerStep layer;
};

/// Throws Error: kSettings, or kInput when the sentence holds no word.
Lesson MakeLesson(std::string_view sentence, const LessonSettings& settings = {});

/// What a film shows: a model that learns.
struct FilmSettings {
  ContextKind context = ContextKind::kCbow;       ///< or kSkipgram
  Objective objective = Objective::kFullSoftmax;  ///< or kNegativeSampling
  /// Over the ten sentences of MeaningStep; else over the lesson's own.
  bool meaning = true;
};

/// A moment of training.
struct FilmFrame {
  std::size_t pass = 0;              ///< so many times all sentences were trained
  double loss = 0;                   ///< mean of an example, over the pass that comes next
  std::vector<PlanePoint> places{};  ///< of Film::words, all frames in one plane
  std::vector<float> cosines{};      ///< of each of Film::words with each, row by row
};

/// Training, looked at from its start to its end.
struct Film {
  std::vector<std::string> words{};  ///< those that are looked at, up to twelve
  std::vector<FilmFrame> frames{};   ///< the first before training
};

/// Trains the words of `sentence`, or the ten sentences, and looks on. `lesson.rate` is not looked
/// at. Throws as MakeLesson; Error(kInput) when the sentence is one word.
Film MakeFilm(std::string_view sentence, const LessonSettings& lesson = {},
              const FilmSettings& settings = {});

}  // namespace firth
