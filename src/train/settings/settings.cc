#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "base/system.h"
#include "firth/error.h"
#include "firth/train.h"
#include "train/settings/storage.h"

namespace firth {
namespace {

constexpr double kSkipgramRate = 0.025;
constexpr double kCbowRate = 0.05;
constexpr double kEndShare = 1e-4;
constexpr std::size_t kMostLanes = 256;
constexpr double kLongestNgram = kMaxNgram;
constexpr double kMostBuckets = 2'147'483'647;  // what fastText's files can hold

void CheckRange(std::string_view name, double value, double low, double high) {
  if (value >= low && value <= high) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("--{} is {}, but must be from {} to {}", name, value, low, high));
}

/// Without --maxn the others mean nothing and may be whatever a preset has set.
void CheckSubwords(const SubwordSettings& subwords) {
  if (subwords.max_length == 0) return;
  CheckRange("maxn", static_cast<double>(subwords.max_length), 1, kLongestNgram);
  CheckRange("minn", static_cast<double>(subwords.min_length), 0, kLongestNgram);
  if (subwords.exact()) {
    CheckRange("min-ngram-count", static_cast<double>(subwords.min_count), 1, 1e18);
  } else {
    CheckRange("bucket", static_cast<double>(subwords.buckets), 1, kMostBuckets);
  }
  if (subwords.min_length > subwords.max_length) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--minn is {} and --maxn {}: no n-gram is so long; --maxn 0 is how to "
                            "train without",
                            subwords.min_length, subwords.max_length));
  }
}

void CheckGlove(const GloveSettings& glove) {
  CheckRange("x-max", glove.x_max, 1e-6, 1e12);
  CheckRange("alpha", glove.alpha, 0, 10);
  CheckRange("eta", glove.eta, 0, 1e6);
}

void CheckPpmi(const PpmiSettings& ppmi) {
  CheckRange("shift", ppmi.shift, 1e-6, 1e12);
  CheckRange("context-smoothing", ppmi.context_smoothing, 0, 1);
  CheckRange("eig", ppmi.eigenvalue_power, 0, 1);
}

void CheckStorage(const TrainSettings& settings) {
  if (settings.storage == RowStorage::kFloat32) return;
  const char* const why = train::WhyNotBf16(settings);
  if (why == nullptr) return;
  throw Error(ErrorKind::kSettings, fmt::format("--storage bf16 {}, or --storage float32", why));
}

}  // namespace

double TrainSettings::StartRate() const {
  if (model.context == ContextKind::kGlove) return model.glove.eta;
  return lr.value_or(model.context == ContextKind::kCbow ? kCbowRate : kSkipgramRate);
}

std::uint64_t TrainSettings::MemoryLimit() const {
  return memory_limit > 0 ? memory_limit : base::PhysicalMemory() / 5 * 4;
}

LrDecay TrainSettings::Decay() const {
  const bool hierarchical = model.objective == Objective::kHierarchicalSoftmax;
  return lr_decay.value_or(hierarchical ? LrDecay::kLinear : LrDecay::kSqrt);
}

double TrainSettings::EndRate() const { return lr_end.value_or(StartRate() * kEndShare); }

void Validate(const TrainSettings& settings) {
  CheckRange("dim", static_cast<double>(settings.model.dim), 1, 65'536);
  CheckRange("window", static_cast<double>(settings.model.window), 1, 1000);
  CheckSubwords(settings.model.subwords);
  CheckRange("negative", static_cast<double>(settings.model.negative), 1, 1000);
  CheckRange("ns-power", settings.model.ns_power, -10, 10);
  CheckRange("share-negatives", static_cast<double>(settings.model.share_negatives), 1, 1000);
  CheckRange("init-range", settings.model.init_range, 0, 1e6);
  CheckRange("sentence-length", static_cast<double>(settings.sentence_length), 1, 1e9);
  CheckRange("min-count", static_cast<double>(settings.min_count), 1, 1e18);
  CheckRange("epochs", static_cast<double>(settings.epochs), 1, 1e6);
  CheckRange("lr", settings.StartRate(), 0, 1e6);
  CheckRange("lr-end", settings.EndRate(), 0, 1e6);
  CheckRange("sample", settings.sample, 0, 1);
  CheckGlove(settings.model.glove);
  CheckPpmi(settings.model.ppmi);
  CheckStorage(settings);
  if (settings.patience > 0 && settings.valid.empty()) {
    throw Error(ErrorKind::kSettings, "--patience needs --valid, the text whose loss is watched");
  }
  CheckRange("merge-blocks", static_cast<double>(settings.merge_blocks), 1, 1e9);
  if (!std::has_single_bit(settings.lanes) || settings.lanes > kMostLanes) {
    throw Error(ErrorKind::kSettings,
                fmt::format("--lanes is {}; it must be a power of two from 1 to {}", settings.lanes,
                            kMostLanes));
  }
  if (settings.checkpoint.resume && settings.checkpoint.folder.empty()) {
    throw Error(ErrorKind::kSettings, "--resume needs --checkpoint, the folder to go on from");
  }
  if (settings.grow_vocab && settings.init.empty()) {
    throw Error(ErrorKind::kSettings, "--grow-vocab needs --init, the vectors to add words to");
  }
  if (!settings.init.empty() && !settings.read_vocab.empty()) {
    throw Error(ErrorKind::kSettings, "--init brings its own words: leave out --read-vocab");
  }
  if (settings.id_cache == "-") {
    throw Error(ErrorKind::kSettings, "--cache-file is read again: it cannot be standard output");
  }
  CheckRange("threads", settings.threads, 0, 4096);
  CheckRange("exchange-words", static_cast<double>(settings.ranks.exchange_words), 0, 1e12);
  if (settings.tokenizer.kind != TokenizerKind::kWords &&
      settings.tokenizer.punctuation == Punctuation::kDrop) {
    throw Error(ErrorKind::kSettings,
                "--punctuation drop needs --tokenizer words: others split nothing off");
  }
}

}  // namespace firth
