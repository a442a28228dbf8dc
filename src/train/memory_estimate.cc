#include "train/memory_estimate.h"

#include <algorithm>
#include <cmath>

#include "base/system.h"
#include "corpus/subsampler.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"
#include "text/subword_rows.h"
#include "train/ranks/row_exchange.h"
#include "train/workers/crew.h"

namespace firth::train {
namespace {

/// As measured: what a run takes beyond its tables, for the program and for each thread (stack,
/// block, sentence, scratch rows).
constexpr std::uint64_t kProgramBytes = 2'000'000;
constexpr std::uint64_t kThreadBytes = 500'000;

/// The tree of hierarchical softmax: turns and where each word's begin. A word's way is about as
/// long as the logarithm of its share (Huffman 1952: within one turn on the mean).
std::uint64_t TreeBytes(const Vocabulary& vocabulary) {
  const double total = std::max(1.0, static_cast<double>(Value(vocabulary.TotalCount())));
  double turns = 0;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const auto count = static_cast<double>(Value(vocabulary.CountOf(TokenId{i})));
    turns += 1 + std::log2(total / std::max(1.0, count));
  }
  const std::uint64_t words = vocabulary.size();
  return static_cast<std::uint64_t>(turns) * sizeof(models::Turn) + words * sizeof(std::uint64_t);
}

/// What full softmax keeps in each thread, for every word: pointers to rows and labels of three
/// windows, and the scores of one.
std::uint64_t FullSoftmaxBytes(std::uint64_t words, const TrainSettings& settings) {
  constexpr std::uint64_t kWindows = 3;
  const std::uint64_t inputs = 2 * settings.model.window;
  return words * (kWindows * (sizeof(float*) + inputs * sizeof(float)) + inputs * sizeof(float));
}

std::uint64_t ObjectiveBytes(const Vocabulary& vocabulary, const TrainSettings& settings,
                             std::uint64_t threads) {
  switch (settings.model.objective) {
    case Objective::kHierarchicalSoftmax:
      return TreeBytes(vocabulary);
    case Objective::kFullSoftmax:
      return threads * FullSoftmaxBytes(vocabulary.size(), settings);
    case Objective::kNegativeSampling:
      break;
  }
  return 0;  // the sampler is counted for itself
}

/// Those whose rows are copied.
std::uint64_t FrequentWords(std::uint64_t words, const TrainSettings& settings) {
  return std::min<std::uint64_t>(words, settings.private_rows);
}

/// Each thread's copies of frequent rows, and these rows as they were at the last merge.
std::uint64_t ReplicaBytes(std::uint64_t words, std::uint64_t row_bytes,
                           const TrainSettings& settings, std::uint64_t threads) {
  if (threads < 2) return 0;
  return threads * 2 * FrequentWords(words, settings) * row_bytes;
}

/// How many different words beyond the first `frequent` a block of so many tokens holds on the
/// mean.
double RareWordsInBlock(const Vocabulary& vocabulary, std::uint64_t frequent, double tokens) {
  const double total = std::max(1.0, static_cast<double>(Value(vocabulary.TotalCount())));
  double words = 0;
  for (std::uint64_t i = frequent; i < vocabulary.size(); ++i) {
    const TokenId word{static_cast<std::uint32_t>(i)};
    words += 1 - std::exp(-tokens * static_cast<double>(Value(vocabulary.CountOf(word))) / total);
  }
  return words;
}

/// Where rows are narrow, those that each thread works on, as whole ones.
std::uint64_t WideBytes(const TrainSettings& settings, std::size_t input, std::size_t output,
                        std::uint64_t threads) {
  if (settings.storage != RowStorage::kBf16) return 0;
  const std::uint64_t numbers =
      models::WordsInReach(settings.model.window) * input + (1 + settings.model.negative) * output;
  return threads * numbers * sizeof(float);
}

}  // namespace

MemoryModel::MemoryModel(const Ingested& ingested, const TrainSettings& settings,
                         const MemoryBesides& besides)
    : besides_(besides),
      threads_(base::ThreadCount(settings.threads)),
      words_(ingested.vocabulary.size()),
      vocabulary_bytes_(ingested.vocabulary.MemoryBytes()),
      id_bytes_(ingested.ids ? ingested.ids->MemoryBytes() : 0),
      objective_bytes_(ObjectiveBytes(ingested.vocabulary, settings, threads_)) {
  if (settings.deterministic) lanes_ = LaneCount(settings, ingested.blocks());
  if (lanes_ > 1) {
    const double tokens =
        static_cast<double>(ingested.tokens()) / static_cast<double>(ingested.blocks());
    rare_of_lane_ = static_cast<std::uint64_t>(
        RareWordsInBlock(ingested.vocabulary, FrequentWords(words_, settings), tokens));
  }
  const SubwordSettings& subwords = settings.model.subwords;
  if (!subwords.enabled()) return;
  const Vocabulary* const ngrams = ingested.ngrams.get();
  rows_of_words_ = text::SubwordRows::CountRows(ingested.vocabulary, subwords, ngrams);
  if (ngrams == nullptr) return;
  ngrams_ = ngrams->size();
  ngram_bytes_ = ngrams->MemoryBytes();
}

/// Each lane's copies of frequent rows and of its block's others, these as they were too, and where
/// they are.
std::uint64_t MemoryModel::RowBytesOfLanes(std::uint64_t row_bytes,
                                           const TrainSettings& settings) const {
  if (lanes_ == 1) return 0;
  const std::uint64_t frequent = FrequentWords(words_, settings);
  const std::uint64_t slots = 2 * (words_ - frequent) * sizeof(std::uint32_t);
  return lanes_ * ((frequent + 2 * rare_of_lane_) * row_bytes + slots);
}

/// Which n-grams there are and each word has and, in each thread, the vectors of the words in
/// reach: two rows each.
std::uint64_t MemoryModel::SubwordBytes(const TrainSettings& settings,
                                        std::uint64_t input_row_bytes) const {
  const ModelSettings& model = settings.model;
  if (!model.subwords.enabled()) return 0;
  return text::SubwordRows::MemoryBytes(rows_of_words_, words_, model.subwords) + ngram_bytes_ +
         threads_ * 2 * models::WordsInReach(model.window) * input_row_bytes;
}

MemoryEstimate MemoryModel::For(const TrainSettings& settings) const {
  const std::size_t input = RowStride<float>(settings.model.dim, RowLayout::kPadded);
  const std::size_t output =
      RowStride<float>(models::OutputColumns(settings.model, input), RowLayout::kPadded);
  const std::uint64_t row_bytes = (input + output) * sizeof(float);
  const SubwordSettings& subwords = settings.model.subwords;
  const std::uint64_t ngrams = subwords.enabled() && !subwords.exact() ? subwords.buckets : ngrams_;
  const std::uint64_t rows_bytes = words_ * row_bytes + ngrams * input * sizeof(float);
  MemoryEstimate estimate{
      .matrices = settings.storage == RowStorage::kBf16 ? rows_bytes / 2 : rows_bytes,
      .vocabulary = vocabulary_bytes_,
      .sampler =
          models::NegativeSampler::MemoryBytes(words_) + corpus::Subsampler::MemoryBytes(words_),
      .id_stream = id_bytes_,
      .objective = objective_bytes_,
      .subwords = SubwordBytes(settings, input * sizeof(float)),
      .copies = settings.deterministic ? RowBytesOfLanes(row_bytes, settings)
                                       : ReplicaBytes(words_, row_bytes, settings, threads_) +
                                             WideBytes(settings, input, output, threads_),
      .held_out = besides_.held_out,
      .program = kProgramBytes + kThreadBytes * threads_};
  if (besides_.together) estimate.ranks = RowExchange::MemoryBytes(estimate.matrices);
  return estimate;
}

MemoryEstimate EstimateMemory(const Ingested& ingested, const TrainSettings& settings) {
  return MemoryModel(ingested, settings).For(settings);
}

}  // namespace firth::train
