#include "train/memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/system.h"
#include "corpus/subsampler.h"
#include "firth/error.h"
#include "models/prepared_window.h"
#include "models/sentence_model.h"
#include "text/subword_rows.h"
#include "train/memory_advice.h"
#include "train/ranks/row_exchange.h"
#include "train/workers/crew.h"

namespace firth::train {
namespace {

/// As measured: what a run takes beyond its tables, for the program and for each thread (stack,
/// block, sentence, scratch rows).
constexpr std::uint64_t kProgramBytes = 2'000'000;
constexpr std::uint64_t kThreadBytes = 500'000;

double Megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

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

/// Each thread's copies of frequent rows, and these rows as they were at the last merge.
std::uint64_t ReplicaBytes(std::uint64_t words, std::uint64_t row_bytes,
                           const TrainSettings& settings, std::uint64_t threads) {
  if (threads < 2) return 0;
  return threads * 2 * std::min<std::uint64_t>(words, settings.private_rows) * row_bytes;
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

/// Each lane's copies of frequent rows and of its block's others, these as they were too, and where
/// they are.
std::uint64_t LaneBytes(const Ingested& ingested, std::uint64_t row_bytes,
                        const TrainSettings& settings) {
  const std::size_t lanes = LaneCount(settings, ingested.blocks());
  if (lanes == 1) return 0;
  const std::uint64_t words = ingested.vocabulary.size();
  const std::uint64_t frequent = std::min<std::uint64_t>(words, settings.private_rows);
  const double tokens =
      static_cast<double>(ingested.tokens()) / static_cast<double>(ingested.blocks());
  const auto rare =
      static_cast<std::uint64_t>(RareWordsInBlock(ingested.vocabulary, frequent, tokens));
  const std::uint64_t slots = 2 * (words - frequent) * sizeof(std::uint32_t);
  return lanes * ((frequent + 2 * rare) * row_bytes + slots);
}

/// Where rows are half numbers, those that each thread works on, as whole ones.
std::uint64_t WideBytes(const TrainSettings& settings, std::size_t input, std::size_t output,
                        std::uint64_t threads) {
  if (settings.storage != RowStorage::kBf16) return 0;
  const std::uint64_t numbers =
      models::WordsInReach(settings.model.window) * input + (1 + settings.model.negative) * output;
  return threads * numbers * sizeof(float);
}

/// Which n-grams there are and each word has and, in each thread, the vectors of the words in
/// reach: two rows each.
std::uint64_t SubwordBytes(const Ingested& ingested, const TrainSettings& settings,
                           std::uint64_t input_row_bytes, std::uint64_t threads) {
  const ModelSettings& model = settings.model;
  if (!model.subwords.enabled()) return 0;
  const Vocabulary* const ngrams = ingested.ngrams.get();
  return text::SubwordRows::MemoryBytes(ingested.vocabulary, model.subwords, ngrams) +
         (ngrams == nullptr ? 0 : ngrams->MemoryBytes()) +
         threads * 2 * models::WordsInReach(model.window) * input_row_bytes;
}

std::uint64_t NgramRows(const Ingested& ingested, const SubwordSettings& subwords) {
  if (!subwords.enabled()) return 0;
  if (!subwords.exact()) return subwords.buckets;
  return ingested.ngrams ? ingested.ngrams->size() : 0;
}

std::string Advice(const Ingested& ingested, const TrainSettings& settings, bool rereadable,
                   std::uint64_t held_out) {
  const std::string file = rereadable ? "" : "save standard input to a file; ";
  const std::string flags = FittingFlags(ingested, settings, settings.MemoryLimit(), held_out);
  if (!flags.empty()) return file + flags + "; or raise --memory-limit";
  const SubwordSettings& subwords = settings.model.subwords;
  const char* const bucket = subwords.enabled() && !subwords.exact() ? ", --bucket" : "";
  const char* const ngrams = subwords.enabled() && subwords.exact() ? ", --min-ngram-count" : "";
  return fmt::format("{}lower --dim{} or --max-vocab, or raise --min-count{} or --memory-limit",
                     file, bucket, ngrams);
}

[[noreturn]] void ThrowTooLittle(const MemoryEstimate& estimate, std::uint64_t limit,
                                 const std::string& advice) {
  const std::string held_out =
      estimate.held_out > 0 ? fmt::format(", held-out text {:.0f} MB", Megabytes(estimate.held_out))
                            : "";
  throw Error(
      ErrorKind::kMemory,
      fmt::format("training needs {:.0f} MB (matrices {:.0f} MB{}), the limit is {:.0f} MB; {}",
                  Megabytes(estimate.Total()), Megabytes(estimate.matrices), held_out,
                  Megabytes(limit), advice));
}

}  // namespace

MemoryEstimate EstimateMemory(const Ingested& ingested, const TrainSettings& settings) {
  const std::uint64_t words = ingested.vocabulary.size();
  const unsigned threads = base::ThreadCount(settings.threads);
  const std::size_t input = RowStride<float>(settings.model.dim, RowLayout::kPadded);
  const std::size_t output =
      RowStride<float>(models::OutputColumns(settings.model, input), RowLayout::kPadded);
  const std::uint64_t row_bytes = (input + output) * sizeof(float);
  const std::uint64_t ngrams = NgramRows(ingested, settings.model.subwords);
  const std::uint64_t rows_bytes = words * row_bytes + ngrams * input * sizeof(float);
  return {.matrices = settings.storage == RowStorage::kBf16 ? rows_bytes / 2 : rows_bytes,
          .vocabulary = ingested.vocabulary.MemoryBytes(),
          .sampler =
              models::NegativeSampler::MemoryBytes(words) + corpus::Subsampler::MemoryBytes(words),
          .id_stream = ingested.ids ? ingested.ids->MemoryBytes() : 0,
          .objective = ObjectiveBytes(ingested.vocabulary, settings, threads),
          .subwords = SubwordBytes(ingested, settings, input * sizeof(float), threads),
          .copies = settings.deterministic ? LaneBytes(ingested, row_bytes, settings)
                                           : ReplicaBytes(words, row_bytes, settings, threads) +
                                                 WideBytes(settings, input, output, threads),
          .program = kProgramBytes + kThreadBytes * threads};
}

void WordBudget::Take(std::uint64_t bytes) {
  const std::uint64_t taken = taken_ += bytes;
  if (taken <= limit_) return;
  throw Error(
      ErrorKind::kMemory,
      fmt::format("counting so many different words takes {:.0f} MB; the limit is {:.0f} MB: "
                  "raise --memory-limit (each thread counts for itself)",
                  Megabytes(taken), Megabytes(limit_)));
}

MemoryEstimate FitMemory(Ingested& ingested, const TrainSettings& settings, bool rereadable,
                         std::uint64_t held_out, bool together) {
  const std::uint64_t limit = settings.MemoryLimit();
  MemoryEstimate estimate = EstimateMemory(ingested, settings);
  estimate.held_out = held_out;
  if (together) estimate.ranks = RowExchange::MemoryBytes(estimate.matrices);
  if (estimate.Total() > limit && rereadable) {
    ingested.ids.reset();
    estimate.id_stream = 0;
  }
  if (estimate.Total() > limit) {
    ThrowTooLittle(estimate, limit, Advice(ingested, settings, rereadable, held_out));
  }
  return estimate;
}

}  // namespace firth::train
