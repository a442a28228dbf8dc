/// Classifiers of text: lines with labels in, labels for other lines out (Joulin, Grave,
/// Bojanowski, Mikolov 2017, arXiv 1607.01759). The models are fastText's, and so are the files.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firth/byte_rows.h"
#include "firth/corpus.h"
#include "firth/cpu_target.h"
#include "firth/matrix.h"
#include "firth/quantized.h"
#include "firth/subwords.h"
#include "firth/text.h"
#include "firth/train.h"

namespace firth {

/// What a classifier learns to tell.
enum class ClassifierLoss {
  kHierarchicalSoftmax,  ///< the turns to the label in a binary tree: for very many labels
  kNegativeSampling,     ///< the label from a few drawn ones
  kSoftmax,              ///< the label from all others; probabilities sum to 1
  kOneVsAll,             ///< for each label whether the line has it: for lines with several
};

/// "hs", "ns", "softmax", "ova".
std::string_view ClassifierLossName(ClassifierLoss loss);
/// Throws Error(kSettings) naming the known ones.
ClassifierLoss ClassifierLossFromName(std::string_view name);

/// Everything `firth classify train` can be told. Defaults are fastText's.
struct ClassifierSettings {
  std::size_t dim = 100;  ///< 1 to 65,536
  double lr = 0.1;        ///< falls linearly to 0
  std::size_t epochs = 5;
  std::uint64_t min_count = 1;        ///< rarer words are unknown
  std::uint64_t min_count_label = 0;  ///< rarer labels are left out
  std::size_t word_ngrams = 1;        ///< runs of up to so many words are features too
  /// N-grams of characters, disabled by default. The buckets are those of runs of words, too.
  SubwordSettings subwords{};
  ClassifierLoss loss = ClassifierLoss::kSoftmax;
  std::size_t negative = 5;  ///< drawn labels of kNegativeSampling
  std::string label_prefix = "__label__";
  std::string pretrained{};  ///< a file of vectors to start from, in any format; empty: none

  unsigned threads = 0;  ///< 0: one a processor
  std::uint64_t seed = 1;
  std::uint64_t memory_limit = 0;  ///< bytes; 0: 80 % of the machine's memory
  CpuTarget cpu_target = CpuTarget::kBest;

  /// Rows of the input matrix behind those of words: 0 when there are no n-grams of any kind.
  std::size_t Buckets() const {
    return word_ngrams > 1 || subwords.enabled() ? subwords.buckets : 0;
  }
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const ClassifierSettings& settings);

/// A trained classifier. A line is words between blanks, then `</s>`; its vector is the mean of the
/// rows of its features: known words, their n-grams of characters, runs of words. Movable.
/// Threads: reading from several is safe.
struct Classifier {
  /// What the model was trained with, as far as its file tells.
  ClassifierSettings settings{};
  Vocabulary words{};
  Vocabulary labels{};       ///< with their prefix
  std::uint64_t tokens = 0;  ///< words and labels of the text it was trained on
  Matrix input{};            ///< a row a word, then a row a bucket; or one of these in its place:
  std::optional<ByteRows> mapped_input{};  ///< of a file, where they begin where no float can
  std::optional<QuantizedMatrix> quantized_input{};  ///< of a model that was made smaller
  /// A row a label, or with hierarchical softmax an inner node of the labels' tree.
  Matrix output{};

  /// Of a model that was made smaller: what `output` was made from, and which buckets have a row
  /// (null: all).
  std::optional<QuantizedMatrix> quantized_output{};
  std::shared_ptr<const KeptBuckets> kept{};

  /// Copies `mapped_input` into `input`, so that rows can be worked with where they are.
  void HoldInput();
};

/// fastText's model of kind supervised, versions 11 and 12, quantised (.ftz) or not. The matrices,
/// or codes, may be mapped: the file
/// must not be changed while the model is in use. `label_prefix` tells what in a line is a label
/// though the model does not know it, which files do not say. Throws Error: kNotFound, kIo, kMemory
/// (`memory_limit` bytes are too few; 0: no limit), kFormat (no classifier).
Classifier ReadClassifier(const std::string& path, std::string_view label_prefix = "__label__",
                          std::uint64_t memory_limit = 0);
/// Version 12. Whole or not at all. Throws Error: kIo, kFormat (a word or label with a NUL in it).
void WriteClassifier(const Classifier& model, const std::string& path);

/// Lines with labels as numbers, ready to be trained on: as often as wanted, with any settings but
/// other counts or another prefix.
class LabelledLines {
 public:
  /// Reads `corpus` once and holds it. Of `observer`, `counting`, `warning` and `stop` are used;
  /// after a stop it may hold a part only. Throws Error(kInput) when no line has a label, and
  /// whatever reading throws.
  LabelledLines(const Corpus& corpus, const ClassifierSettings& settings,
                const TrainObserver& observer = {});
  /// With the words and labels that `model` knows, for RetrainClassifier; lines without such a
  /// label are left out.
  LabelledLines(const Corpus& corpus, const Classifier& model, const TrainObserver& observer = {});
  ~LabelledLines();
  LabelledLines(LabelledLines&&) noexcept;
  /// The same lines by the numbers of `model`: of one that was trained on them and then pruned.
  LabelledLines By(const Classifier& model) const;
  LabelledLines& operator=(LabelledLines&&) noexcept;

  struct Storage;
  const Storage& storage() const { return *storage_; }

 private:
  explicit LabelledLines(std::unique_ptr<Storage> storage);

  std::unique_ptr<Storage> storage_;
};

struct ClassifierResult {
  Classifier model{};
  Progress progress{};   ///< where training ended; `loss` is the mean of a line's
  bool stopped = false;  ///< a stop was requested before the end
  double seconds = 0;    ///< of training alone
};

/// Threads update shared rows without locks, as in Train: with one thread the result depends on the
/// settings and the text alone. Lines are trained in an order that the seed shuffles. Of
/// `observer`, `ready`, `progress`, `warning` and `stop` are used; a line is an example. Throws
/// Error: kSettings, kMemory (with what to lower), kInput (`pretrained` has vectors of another
/// length), kDiverged, and whatever reading throws.
ClassifierResult TrainClassifier(const LabelledLines& lines, const ClassifierSettings& settings,
                                 const TrainObserver& observer = {});

/// Goes on training a model, on lines that were read with it; of `settings` count epochs, lr,
/// threads, seed, memory_limit and cpu_target. Throws as TrainClassifier, and Error(kInput) for a
/// quantised model.
ClassifierResult RetrainClassifier(Classifier model, const LabelledLines& lines,
                                   const ClassifierSettings& settings,
                                   const TrainObserver& observer = {});

/// The model with no more than `rows` rows of input: those that are longest, and that of `</s>`
/// (Joulin et al. 2016, arXiv 1612.03651). With `lines`, by the model's numbers, a row's length
/// counts times how often they use it: what is cut off then moves their vectors least. The words of
/// other rows become unknown, the n-grams are passed over. Unchanged when it has no more. Throws
/// Error(kInput) for a quantised model.
Classifier PruneClassifier(Classifier model, std::size_t rows,
                           const LabelledLines* lines = nullptr);

struct QuantizeClassifierSettings {
  QuantizeSettings codes{};
  bool output = false;  ///< the rows of labels, too
};

/// The model with codes in place of the input matrix. Throws Error: kInput for a quantised model,
/// and whatever Quantize throws.
Classifier QuantizeClassifier(Classifier model, const QuantizeClassifierSettings& settings);

/// The most rows with which PruneClassifier with these lines and then QuantizeClassifier make a
/// model whose file has no more than `bytes`; 0 when not even one row fits. Throws Error(kInput)
/// for a quantised model.
std::size_t RowsWithin(const Classifier& model, std::uint64_t bytes,
                       const QuantizeClassifierSettings& settings,
                       const LabelledLines* lines = nullptr);

/// A label and how likely it is.
struct LabelScore {
  TokenId label;
  float probability;
  friend bool operator==(const LabelScore&, const LabelScore&) = default;
};

/// Answers for one line after another. It keeps scratch memory: one a thread.
class LinePredictor {
 public:
  /// `model` must outlive it.
  explicit LinePredictor(const Classifier& model, CpuTarget target = CpuTarget::kBest);
  ~LinePredictor();
  LinePredictor(LinePredictor&&) noexcept;
  LinePredictor& operator=(LinePredictor&&) noexcept;

  /// The `k` likeliest labels of at least `threshold`, the likeliest first; of equally likely ones
  /// the more frequent first. Empty when nothing of the line is known. `line` is without its
  /// newline; labels in it are passed over. The result lives until the next call.
  std::span<const LabelScore> Predict(std::string_view line, std::size_t k, double threshold = 0);

  /// The same for many lines, faster than one after another: visit(i, labels) for each of them, in
  /// order. Within it known_labels and has_unknown_labels tell of that line.
  void PredictEach(std::span<const std::string_view> lines, std::size_t k, double threshold,
                   const std::function<void(std::size_t i, std::span<const LabelScore>)>& visit);

  /// The mean of the line's rows; zeros when nothing of it is known. It lives until the next call.
  std::span<const float> VectorOf(std::string_view line);

  /// The known labels of the line that Predict was asked about last, and whether it has others.
  std::span<const TokenId> known_labels() const;
  bool has_unknown_labels() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct PredictSettings {
  std::size_t k = 1;
  double threshold = 0;
  bool probabilities = false;  ///< print them (PredictLines)
  unsigned threads = 0;        ///< 0: one a processor
  CpuTarget cpu_target = CpuTarget::kBest;
};

/// A line of answers for each line of text, in order, as fastText prints them: labels with blanks
/// between them, each with its probability behind it where these are wanted. `write` gets whole
/// lines, from one thread at a time, as soon as they are known. Throws whatever reading and `write`
/// throw.
void PredictLines(const Classifier& model, BlockReader& text, const PredictSettings& settings,
                  const std::function<void(std::string_view)>& write);

/// What LinePredictor answers to each of `lines`, by all threads.
std::vector<std::vector<LabelScore>> PredictAll(const Classifier& model,
                                                std::span<const std::string_view> lines,
                                                const PredictSettings& settings);

/// How often a label was there, was answered, and both.
struct LabelTally {
  std::uint64_t gold = 0;
  std::uint64_t predicted = 0;
  std::uint64_t right = 0;

  double Precision() const;  ///< NaN when it was never answered
  double Recall() const;     ///< NaN when it was never there
  double F1() const;         ///< NaN when it was neither
  LabelTally& operator+=(const LabelTally& other);
};

struct ClassifierScores {
  std::uint64_t lines = 0;           ///< with a known label and a known feature
  std::uint64_t unknown_labels = 0;  ///< lines left out: none of their labels is known
  std::uint64_t unlabelled = 0;      ///< lines left out: they have no label
  LabelTally all{};                  ///< over all labels: P@k and R@k
  std::vector<LabelTally> labels{};  ///< of the model's labels, in their order
};

/// The model's answers against the labels of the lines. Throws Error(kInput) when no line has a
/// label that the model knows.
ClassifierScores TestClassifier(const Classifier& model, BlockReader& text,
                                const PredictSettings& settings);

/// Which settings Autotune leaves as they are.
struct FixedSettings {
  bool lr = false;
  bool epochs = false;
  bool dim = false;
  bool word_ngrams = false;
  bool subwords = false;  ///< the lengths of n-grams
  bool buckets = false;
};

struct AutotuneSettings {
  std::chrono::seconds time{300};
  /// The model is made smaller, to a file of no more than so many bytes: the rows that
  /// PruneClassifier keeps for this text are trained again and quantised, with lengths apart. 0: it
  /// stays as it is.
  std::uint64_t bytes = 0;
  std::size_t k = 1;    ///< labels that are answered to each line of the validation text
  std::string label{};  ///< F1 of this one counts, with its prefix; empty: that over all labels
  FixedSettings fixed{};
};

/// What one trial of Autotune was.
struct AutotuneTrial {
  std::size_t number = 0;  ///< from 1
  ClassifierSettings settings{};
  std::size_t piece = 0;  ///< numbers in a piece of the quantised model; 0: it is not quantised
  double f1 = 0;
  bool best = false;  ///< so far
};

/// Settings by random search, within a time: learning rate, epochs, dim, runs of words, n-grams of
/// characters, buckets, and with `bytes` the pieces of codes. What counts is F1 on `valid`, which
/// each trial reads. The first trial is `settings` as they are, but for a dim that `bytes` do not
/// hold; half of the others stay near the best so far. A trial that the end of the time meets is
/// given up. Throws as TrainClassifier and TestClassifier, and Error(kSettings) when `bytes` are
/// too few for the labels, or no label is `label`.
struct AutotuneResult {
  Classifier model{};
  ClassifierSettings settings{};
  std::size_t piece = 0;  ///< as in AutotuneTrial
  double f1 = 0;
  std::size_t trials = 0;  ///< that were finished
};
AutotuneResult Autotune(const LabelledLines& lines, const Corpus& valid,
                        const ClassifierSettings& settings, const AutotuneSettings& autotune,
                        const TrainObserver& observer = {},
                        const std::function<void(const AutotuneTrial&)>& tried = {});

}  // namespace firth
