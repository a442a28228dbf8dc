/// From a corpus to a trained model.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "firth/communicator.h"
#include "firth/corpus.h"
#include "firth/cpu_target.h"
#include "firth/models.h"
#include "firth/phrases.h"
#include "firth/text.h"
#include "firth/word_vectors.h"

namespace firth {

/// What the end of a line is.
enum class LineEnd {
  kBreak,     ///< the end of a sentence (GloVe, gensim)
  kWord2vec,  ///< the end of a sentence, and a word `</s>` in row 0 that is counted, never trained
  kFasttext,  ///< the end of a sentence, and a word `</s>` like any other
};

/// How often a checkpoint is written.
struct CheckpointInterval {
  std::chrono::seconds time{600};
  std::uint64_t blocks = 0;  ///< not 0: after so many blocks of an epoch, whatever the time
};

/// Where training saves itself. A checkpoint is a file of both matrices, words, counts, settings
/// and the place in the corpus, under a checksum; it appears whole or not at all, and the one
/// before it is kept. docs/reliability.md says what is promised.
struct CheckpointSettings {
  std::string folder{};  ///< made when missing; empty: no checkpoints
  CheckpointInterval every{};
  bool resume = false;  ///< go on from the newest good one; from the start when there is none
};

/// How the learning rate falls from its start to its end. With t the share of training that is
/// done:
enum class LrDecay {
  kSqrt,    ///< in proportion to sqrt(1 - t): longer high, then faster down
  kLinear,  ///< in proportion to 1 - t (word2vec, fastText, gensim)
};

/// In which order the blocks of the corpus, of about 64 KiB each (16 to 256 in ranks), are trained.
enum class BlockOrder {
  kShuffled,  ///< as the seed has it, the same in every epoch; docs/quality.md has both side by
              ///< side
  kText,      ///< as they stand in the corpus
};

/// How both matrices are held while they are trained.
enum class RowStorage {
  kFloat32,  ///< as they are computed with
  kBf16,     ///< the upper half of each number: half the memory. Rows are rounded up or down by
             ///< chance when they are written, so that small steps are not lost on the mean
};

/// How numbers travel between ranks.
enum class WireFormat {
  kFloat,  ///< as they are
  kBf16,   ///< the upper half of each: half the bytes, 8 bits of precision in what rows moved by
};

/// What of the model a rank holds.
enum class ModelShard {
  kNone,     ///< all of it: every rank trains a copy on its part of the text
  kColumns,  ///< some of the dimensions of every row: each rank trains them on all of the text
};

/// How ranks that train together exchange what they learn (TrainTogether). docs/scale-out.md
struct RankSettings {
  /// Words of the text that each thread trains between two exchanges; 0: as many that there are
  /// about 512 exchanges, up to 1,000,000; at least 100,000 of all ranks together (400,000 of two)
  /// and 10,000 of each, or 100,000 a thread where there are several; never below 64 exchanges.
  std::uint64_t exchange_words = 0;
  WireFormat wire = WireFormat::kBf16;
  ModelShard shard = ModelShard::kNone;
  bool own_corpus = false;  ///< the corpus is each rank's own part (CorpusShare::own)
  /// A rank of which nothing is heard for so long is lost.
  std::chrono::seconds silence{20};
};

/// Everything `firth train` can be told. Defaults are word2vec's but for lr_decay and order.
struct TrainSettings {
  ModelSettings model{};

  // Text.
  TokenizerSettings tokenizer{};
  std::size_t sentence_length = 1000;  ///< longer lines are cut after so many tokens
  LineEnd line_end = LineEnd::kBreak;
  std::uint64_t min_count = 5;
  std::size_t max_vocab = 0;  ///< 0: no limit
  std::string read_vocab{};   ///< take words and counts from this file instead of counting
  /// The corpus as ids is kept in this file, and taken from it when it fits the corpus and all that
  /// words and ids depend on; empty: in memory. A file that is no such cache is left alone.
  std::string id_cache{};

  // Schedule.
  std::size_t epochs = 5;
  /// Learning rate at the start; not given: 0.025 for skip-gram, 0.05 for CBOW.
  std::optional<double> lr{};
  /// Learning rate at the end; not given: lr / 10,000.
  std::optional<double> lr_end{};
  /// Not given: kLinear for hierarchical softmax, else kSqrt, which docs/quality.md measures
  /// better.
  std::optional<LrDecay> lr_decay{};
  /// Blocks can be shuffled when the corpus is kept as ids; one that does not fit the memory is
  /// read again in every epoch, as it stands.
  BlockOrder order = BlockOrder::kShuffled;
  std::string valid{};       ///< a text held out: its loss is measured after each epoch
  std::size_t patience = 0;  ///< stop after so many epochs without a better held-out loss; 0: never
  /// Words more frequent than this share of the corpus are thinned out (word2vec's rule); 0: none.
  double sample = 1e-3;

  // Going on.
  /// A file of vectors, a checkpoint or a folder of checkpoints: training starts from its words and
  /// vectors, and from its output matrix where it holds one that fits. Counts add up.
  std::string init{};
  bool grow_vocab = false;  ///< words of the corpus that `init` lacks get rows behind its own
  CheckpointSettings checkpoint{};

  // Machine.
  unsigned threads = 0;  ///< 0: one a processor
  std::uint64_t seed = 1;
  /// The same bytes for the same seed and CPU target, whatever the number of threads.
  bool deterministic = false;
  /// So many blocks are trained from one state in a deterministic run, fewer in a short one, and
  /// with subwords one: at most so many threads have work. A power of two; part of what the bytes
  /// depend on.
  std::size_t lanes = 4;
  std::uint64_t memory_limit = 0;  ///< bytes; 0: 80 % of the machine's memory
  /// So many of the most frequent words' rows are copied for each thread, where there are several,
  /// or for each lane: then bytes depend on it.
  std::size_t private_rows = 2048;
  /// So many times 64 KiB of text that a thread trains between two merges of the most used copies.
  std::size_t merge_blocks = 1;
  /// kBf16 is for one process and for skip-gram and CBOW (mean or sum) by negative sampling,
  /// without n-grams, not deterministic. Results are float32 all the same: they lie in files that
  /// have no name, in the system's folder for temporary files, from the start of training on.
  RowStorage storage = RowStorage::kFloat32;
  CpuTarget cpu_target = CpuTarget::kBest;

  RankSettings ranks{};

  /// What memory_limit means: bytes.
  std::uint64_t MemoryLimit() const;
  double StartRate() const;
  double EndRate() const;
  LrDecay Decay() const;
};

/// Throws Error(kSettings) naming the first setting that is out of its range.
void Validate(const TrainSettings& settings);

/// Makes the settings those of a model before any other is set: its context, for GloVe what its own
/// program has as defaults, for PPMI what Levy, Goldberg and Dagan (TACL 3, 2015) advise.
void StartFrom(TrainSettings& settings, ContextKind context);

/// What a setting is part of.
enum class SettingKind {
  kModel,    ///< of what is learned: it stays as it is when training is resumed
  kMachine,  ///< of how fast, or where: it may differ then
  kRun,      ///< of this run alone: no model's metadata names it
  kRanks,    ///< the same, and of several ranks: one process alone has no use for it
};

/// One setting as the command line, the help text and a model's metadata show it.
struct SettingSpec {
  std::string_view name;        ///< "min-count", without dashes
  std::string_view group;       ///< heading in the help text
  std::string_view value_name;  ///< "N", "RATE", "shrink|fixed"; empty: a switch
  std::string_view help;
  /// Throws Error(kSettings) when the text is not such a value.
  void (*set)(TrainSettings& settings, std::string_view text);
  std::string (*get)(const TrainSettings& settings);
  SettingKind kind = SettingKind::kModel;
};

/// All settings of training, in the order of the help text.
std::span<const SettingSpec> TrainSettingSpecs();

/// Whether a setting means anything to a model: those of models that count pairs, and of each of
/// them alone, mean nothing to the others.
bool Concerns(const SettingSpec& spec, ContextKind context);
/// spec.set. Throws Error(kSettings) too when the setting does not concern settings.model.context.
void ApplySetting(const SettingSpec& spec, TrainSettings& settings, std::string_view text);

/// A peer's defaults and habits: "word2vec", "fasttext", "gensim", "glove", or
/// the study note's, "note". Throws Error(kSettings) naming
/// the known ones. Set this before other settings, which then override it.
void ApplyCompat(TrainSettings& settings, std::string_view peer);

/// Where training is. Words are tokens of the corpus as it stands, before thinning; for GloVe and
/// PPMI they are pairs.
struct Progress {
  std::string_view unit = "words";  ///< a constant: what is counted
  std::size_t epoch = 0;            ///< 1 to epochs
  std::size_t epochs = 0;
  std::uint64_t words_done = 0;  ///< over all epochs
  std::uint64_t words_total = 0;
  double words_per_second = 0;  ///< over the last report's span
  /// Mean of -log probability of an example (one positive or negative) over all threads since the
  /// last report.
  double loss = 0;  ///< GloVe's is that of a pair
  double rate = 0;  ///< learning rate
  double seconds_left = 0;
};

/// What is known after an epoch.
struct EpochReport {
  std::size_t epoch = 0;  ///< 1 to epochs
  /// GloVe: the mean loss of a pair, each as it was when it was trained; nothing for other models,
  /// and where an epoch was resumed.
  std::optional<double> loss;
  /// Mean of -log probability of an example of the held-out text, or GloVe's loss of one of its
  /// pairs; nothing without one.
  std::optional<double> held_out_loss;
  bool stops = false;  ///< patience is at its end
};

/// Bytes of memory that training takes, named before they are taken.
struct MemoryEstimate {
  std::uint64_t matrices = 0;
  std::uint64_t vocabulary = 0;
  std::uint64_t sampler = 0;
  /// 0 when the corpus is read again in each epoch; hardly more when the ids are in a file.
  std::uint64_t id_stream = 0;
  std::uint64_t objective = 0;  ///< the tree, or full softmax's scores of all words in each thread
  std::uint64_t subwords = 0;   ///< which n-grams each word has; vectors being composed
  std::uint64_t copies = 0;     ///< of rows, for each thread or lane
  std::uint64_t held_out = 0;   ///< the ids of TrainSettings::valid
  std::uint64_t ranks = 0;      ///< TrainTogether: what all have in common, and what travels
  std::uint64_t pairs = 0;      ///< GloVe: those in memory, and what threads read them through
  std::uint64_t program = 0;    ///< about what the program and its threads take besides
  std::uint64_t Total() const {
    return matrices + vocabulary + sampler + id_stream + objective + subwords + copies + held_out +
           ranks + pairs + program;
  }
};

/// What the caller hears while Train works. Every function may be empty; all are called from the
/// thread that called Train.
struct TrainObserver {
  std::function<void(std::uint64_t bytes_read, std::uint64_t words_read)> counting;
  /// Once, after counting: the vocabulary, and the memory that training is about to take.
  std::function<void(const Vocabulary& vocabulary, const MemoryEstimate& memory)> ready;
  /// GloVe, PPMI: about four times a second while pairs are counted: 0 to 1.
  std::function<void(double share)> counting_pairs;
  std::function<void(const Progress& progress)> progress;  ///< about four times a second
  std::function<void(const EpochReport& report)> epoch;
  std::function<void(std::string_view warning)> warning;
  /// What is no cause for worry: a checkpoint was written, training was resumed, what became of
  /// the file of ids.
  std::function<void(std::string_view note)> note;
  /// When stop is requested, Train returns what it has; with checkpoints, after the blocks in hand
  /// and one checkpoint more.
  std::stop_token stop;
};

struct TrainResult {
  TrainedModel model{};  ///< empty when a stop was requested while words were counted
  Progress progress{};   ///< where training ended
  bool stopped = false;  ///< a stop was requested before the end
  bool early = false;    ///< patience ended training before the last epoch
  /// What this call trained, without what was resumed; and how long, without the counting before.
  std::uint64_t words = 0;
  double seconds = 0;
};

/// Counts the words of `corpus`, then trains. Several threads update shared rows without locks
/// (Hogwild; Niu et al. 2011, arXiv 1106.5730): with one thread the result depends on the settings
/// and the corpus alone, with several it varies a little from run to run. Resuming changes nothing
/// in that: with one thread the result is the same bytes, wherever training was interrupted.
/// Throws Error: kSettings, kInput (nothing to train on; not the corpus or the settings of the
/// checkpoint), kMemory (with what to lower), kDiverged (naming the last checkpoint), and whatever
/// reading the corpus throws. A checkpoint that cannot be written is a warning.
TrainResult Train(const Corpus& corpus, const TrainSettings& settings,
                  const TrainObserver& observer = {});

/// Train, as one of several ranks that call it together with the same settings, each on its part of
/// the text (OpenCorpusShare). Words are counted over all parts; every rank trains a copy of the
/// model, and what each moves rows by is exchanged while training goes on. Result and progress are
/// those of all ranks together, and the model is the same in all; rank 0 alone reads and writes
/// checkpoints. Notes reach the observer of each rank. With `deterministic` or one thread a rank
/// the bytes depend on the number of ranks besides.
///
/// With ModelShard::kColumns all get the whole text and go through the same steps, each on its
/// dimensions; only products travel, of some windows at a time (Ordentlich et al. 2016, arXiv
/// 1606.08495). That is slow, and for models that no machine holds: skip-gram by negative sampling,
/// without checkpoints; a wish to stop is not heard. Rank 0's result then holds the vectors, in a
/// file that has no name, and no output matrix; others' hold the words alone.
///
/// Throws as Train does; Error(kSettings) when the
/// ranks' settings differ or ask for what several ranks cannot do; Error(kIo), naming it, when
/// another rank is lost.
TrainResult TrainTogether(Communicator& ranks, const Corpus& corpus, const TrainSettings& settings,
                          const TrainObserver& observer = {});

/// A model as its training begins: the words of `corpus` that the settings keep, and both matrices
/// as settings.seed draws them. With `known`, its words come first and keep their rows (those of
/// the output matrix too, where they are words'), counts add up, and the words that it lacks come
/// behind. Empty when a stop was requested. Throws Error as Train does.
TrainedModel StartModel(const Corpus& corpus, const TrainSettings& settings,
                        const TrainObserver& observer = {}, const TrainedModel* known = nullptr);

/// Train, from `model` on. Its words keep their places and their counts: words of `corpus` that it
/// lacks are skipped, and how often a word is thinned out or drawn does not change. Throws as
/// Train; Error(kSettings) when the settings name another start, or ask for matrices of another
/// shape; Error(kInput) when negatives are to be drawn by counts and no word has one.
TrainResult TrainFurther(const Corpus& corpus, const TrainSettings& settings, TrainedModel model,
                         const TrainObserver& observer = {});

/// Counts the words of `corpus` and keeps those that the settings keep.
Vocabulary CountWords(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer = {});

/// Where JoinPhrases writes. A name of "-" is standard output; files appear whole or not at all.
struct PhraseOutput {
  std::string text{};  ///< the corpus, joined: blanks between words, lines as they were
  /// "a b score" for each pair of the last pass, the highest first; empty: none.
  std::string scores{};
};

struct PhraseResult {
  std::uint64_t words = 0;       ///< of the corpus
  std::uint64_t words_left = 0;  ///< of the text that was written
  bool stopped = false;          ///< a stop was requested: nothing was written
};

/// Reads `corpus` once a pass to count, and once more to write; holds no text in memory. Of
/// `observer`, `counting`, `warning` and `stop` are used. Throws Error: kSettings, kIo, kInput (the
/// corpus cannot be read twice), and whatever reading the corpus throws.
PhraseResult JoinPhrases(const Corpus& corpus, const TokenizerSettings& tokenizer,
                         const PhraseSettings& settings, const PhraseOutput& output,
                         const TrainObserver& observer = {});

}  // namespace firth
