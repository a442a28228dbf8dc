#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <span>

#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

[[noreturn]] void ThrowNotA(std::string_view what, std::string_view text) {
  throw Error(ErrorKind::kSettings, fmt::format("'{}' is not {}", text, what));
}

template <std::unsigned_integral T>
T ParseWhole(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) ThrowNotA("a whole number", text);
  return value;
}

std::optional<double> RealIn(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double ParseReal(std::string_view text) {
  const std::optional<double> value = RealIn(text);
  if (!value) ThrowNotA("a number", text);
  return *value;
}

/// "512M", "2G", "2GB", "1.5GiB" or bytes: K, M, G, T in powers of ten, with an i of two.
std::uint64_t ParseBytes(std::string_view text) {
  constexpr std::string_view kUnits = "KMGT";
  std::string_view number = text;
  const auto drop = [&](char unit) {
    if (!number.ends_with(unit)) return false;
    number.remove_suffix(1);
    return true;
  };
  drop('B');
  const double base = drop('i') ? 1024 : 1000;
  double scale = 1;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    if (drop(kUnits[i])) scale = std::pow(base, static_cast<double>(i + 1));
  }
  const std::optional<double> amount = RealIn(number);
  const double bytes = amount.value_or(-1) * scale;
  if (bytes < 0 || bytes > 1e18) ThrowNotA("a size such as 512M or 2G", text);
  return static_cast<std::uint64_t>(bytes);
}

/// "30s", "10m", "2h" or "500blocks".
CheckpointInterval ParseInterval(std::string_view text) {
  constexpr std::uint64_t kMost = 1'000'000'000;
  constexpr std::string_view kBlocks = "blocks";
  constexpr std::array kUnits = {std::pair{'s', 1U}, std::pair{'m', 60U}, std::pair{'h', 3600U}};
  const auto amount = [&](std::size_t unit_length) {
    const std::string_view digits = text.substr(0, text.size() - unit_length);
    const bool whole = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    const auto value = whole && digits.size() < 10 ? ParseWhole<std::uint64_t>(digits) : 0;
    if (value == 0 || value > kMost) ThrowNotA("a time such as 30s, 10m or 2h", text);
    return value;
  };
  if (text.ends_with(kBlocks)) return {.blocks = amount(kBlocks.size())};
  for (const auto& [unit, seconds] : kUnits) {
    if (text.ends_with(unit)) return {.time = std::chrono::seconds(amount(1) * seconds)};
  }
  ThrowNotA("a time such as 30s, 10m or 2h", text);
}

std::chrono::seconds ParseTime(std::string_view text) {
  const CheckpointInterval interval = ParseInterval(text);
  if (interval.blocks > 0) ThrowNotA("a time such as 30s, 10m or 2h", text);
  return interval.time;
}

/// In the largest unit that holds it as a whole number.
std::string IntervalText(const CheckpointInterval& interval) {
  if (interval.blocks > 0) return fmt::format("{}blocks", interval.blocks);
  const auto seconds = interval.time.count();
  if (seconds % 3600 == 0) return fmt::format("{}h", seconds / 3600);
  if (seconds % 60 == 0) return fmt::format("{}m", seconds / 60);
  return fmt::format("{}s", seconds);
}

bool ParseSwitch(std::string_view text) {
  if (text == "true") return true;
  if (text != "false") ThrowNotA("true or false", text);
  return false;
}

std::string SwitchText(bool on) { return on ? "true" : "false"; }

/// The value whose name is `text`.
template <class Value, std::size_t kCount>
Value ParseName(const std::array<std::pair<std::string_view, Value>, kCount>& names,
                std::string_view text) {
  std::string known;
  for (const auto& [name, value] : names) {
    if (name == text) return value;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
  }
  ThrowNotA(fmt::format("one of {}", known), text);
}

template <class Value, std::size_t kCount>
std::string NameOf(const std::array<std::pair<std::string_view, Value>, kCount>& names,
                   Value value) {
  const auto found = std::ranges::find(names, value, [](const auto& pair) { return pair.second; });
  return std::string(found->first);
}

constexpr std::array kWindowModes = {
    std::pair{std::string_view("shrink"), WindowMode::kShrink},
    std::pair{std::string_view("fixed"), WindowMode::kFixed},
};
constexpr std::array kGradients = {
    std::pair{std::string_view("exact"), CbowGradient::kExact},
    std::pair{std::string_view("word2vec"), CbowGradient::kWord2vec},
};

constexpr std::array kTokenizers = {
    std::pair{std::string_view("whitespace"), TokenizerKind::kWhitespace},
    std::pair{std::string_view("words"), TokenizerKind::kWords},
    std::pair{std::string_view("tabs"), TokenizerKind::kTabs},
};
constexpr std::array kPunctuation = {
    std::pair{std::string_view("keep"), Punctuation::kKeep},
    std::pair{std::string_view("drop"), Punctuation::kDrop},
};
constexpr std::array kCombines = {
    std::pair{std::string_view("mean"), CbowCombine::kMean},
    std::pair{std::string_view("sum"), CbowCombine::kSum},
    std::pair{std::string_view("concat"), CbowCombine::kConcat},
};
constexpr std::array kObjectives = {
    std::pair{std::string_view("ns"), Objective::kNegativeSampling},
    std::pair{std::string_view("hs"), Objective::kHierarchicalSoftmax},
    std::pair{std::string_view("softmax"), Objective::kFullSoftmax},
};
constexpr std::array kPads = {
    std::pair{std::string_view("skip"), Pad::kSkip},
    std::pair{std::string_view("zero"), Pad::kZero},
};
constexpr std::array kLineEnds = {
    std::pair{std::string_view("break"), LineEnd::kBreak},
    std::pair{std::string_view("word2vec"), LineEnd::kWord2vec},
    std::pair{std::string_view("fasttext"), LineEnd::kFasttext},
};
constexpr std::array kContextInits = {
    std::pair{std::string_view("zero"), ContextInit::kZero},
    std::pair{std::string_view("random"), ContextInit::kRandom},
};

constexpr std::array kBits = {
    std::pair{std::string_view("0"), false},
    std::pair{std::string_view("1"), true},
    std::pair{std::string_view("false"), false},
    std::pair{std::string_view("true"), true},
};
constexpr std::array kWeights = {
    std::pair{std::string_view("harmonic"), true},
    std::pair{std::string_view("flat"), false},
};
constexpr std::array kShards = {
    std::pair{std::string_view("none"), ModelShard::kNone},
    std::pair{std::string_view("columns"), ModelShard::kColumns},
};
constexpr std::array kWires = {
    std::pair{std::string_view("float"), WireFormat::kFloat},
    std::pair{std::string_view("bf16"), WireFormat::kBf16},
};
constexpr std::array kStorages = {
    std::pair{std::string_view("float32"), RowStorage::kFloat32},
    std::pair{std::string_view("bf16"), RowStorage::kBf16},
};
constexpr std::array kOrders = {
    std::pair{std::string_view("shuffled"), BlockOrder::kShuffled},
    std::pair{std::string_view("text"), BlockOrder::kText},
};
constexpr std::array kLrDecays = {
    std::pair{std::string_view("sqrt"), LrDecay::kSqrt},
    std::pair{std::string_view("linear"), LrDecay::kLinear},
};

constexpr std::array kNgramKinds = {
    std::pair{std::string_view("hashed"), NgramKind::kHashed},
    std::pair{std::string_view("exact"), NgramKind::kExact},
};

constexpr std::string_view kModel = "Model";
constexpr std::string_view kText = "Text";
constexpr std::string_view kSchedule = "Schedule";
constexpr std::string_view kGoingOn = "Going on";
constexpr std::string_view kMachine = "Machine";
constexpr std::string_view kRanks = "Several ranks (mpirun -n N firth train)";

using Settings = TrainSettings;
using Text = std::string_view;

constexpr SettingSpec kSpecs[] = {
    {"dim", kModel, "N", "Columns of both matrices",
     [](Settings& s, Text t) { s.model.dim = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.dim); }},
    {"minn", kModel, "N", "Subwords: characters of the shortest n-gram of a word",
     [](Settings& s, Text t) { s.model.subwords.min_length = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.subwords.min_length); }},
    {"maxn", kModel, "N", "Subwords: characters of the longest; 0: no subwords",
     [](Settings& s, Text t) { s.model.subwords.max_length = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.subwords.max_length); }},
    {"bucket", kModel, "N", "Subwords: rows that all n-grams share, by their hash",
     [](Settings& s, Text t) { s.model.subwords.buckets = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.subwords.buckets); }},
    {"ngrams", kModel, "hashed|exact",
     "Subwords: n-grams share rows by their hash, or each that is frequent enough has its own",
     [](Settings& s, Text t) { s.model.subwords.kind = ParseName(kNgramKinds, t); },
     [](const Settings& s) { return NameOf(kNgramKinds, s.model.subwords.kind); }},
    {"min-ngram-count", kModel, "N", "Subwords, exact: drop n-grams that occur less often",
     [](Settings& s, Text t) { s.model.subwords.min_count = ParseWhole<std::uint64_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.subwords.min_count); }},
    {"window", kModel, "N", "Words on each side of the centre",
     [](Settings& s, Text t) { s.model.window = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.window); }},
    {"window-mode", kModel, "shrink|fixed", "Draw the width from 1 to --window, or always take it",
     [](Settings& s, Text t) { s.model.window_mode = ParseName(kWindowModes, t); },
     [](const Settings& s) { return NameOf(kWindowModes, s.model.window_mode); }},
    {"pad", kModel, "skip|zero", "Beyond a sentence's ends stands nothing, or a zero vector",
     [](Settings& s, Text t) { s.model.pad = ParseName(kPads, t); },
     [](const Settings& s) { return NameOf(kPads, s.model.pad); }},
    {"loss", kModel, "ns|hs|softmax", "Negative sampling, hierarchical softmax or full softmax",
     [](Settings& s, Text t) { s.model.objective = ParseName(kObjectives, t); },
     [](const Settings& s) { return NameOf(kObjectives, s.model.objective); }},
    {"negative", kModel, "N", "Negative examples for each positive one",
     [](Settings& s, Text t) { s.model.negative = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.negative); }},
    {"ns-power", kModel, "P", "Draw negatives in proportion to count^P",
     [](Settings& s, Text t) { s.model.ns_power = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.ns_power); }},
    {"share-negatives", kModel, "N", "Negative sampling: draw for N windows of a sentence at once",
     [](Settings& s, Text t) { s.model.share_negatives = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.model.share_negatives); }},
    {"cbow-combine", kModel, "mean|sum|concat", "CBOW: how the window becomes one vector",
     [](Settings& s, Text t) { s.model.cbow_combine = ParseName(kCombines, t); },
     [](const Settings& s) { return NameOf(kCombines, s.model.cbow_combine); }},
    {"cbow-gradient", kModel, "exact|word2vec",
     "CBOW: give each context word its share of the gradient, or all of it",
     [](Settings& s, Text t) { s.model.cbow_gradient = ParseName(kGradients, t); },
     [](const Settings& s) { return NameOf(kGradients, s.model.cbow_gradient); }},
    {"context-init", kModel, "zero|random", "How the output matrix starts",
     [](Settings& s, Text t) { s.model.context_init = ParseName(kContextInits, t); },
     [](const Settings& s) { return NameOf(kContextInits, s.model.context_init); }},
    {"init-range", kModel, "R", "Random matrices start uniform in plus or minus R / --dim",
     [](Settings& s, Text t) { s.model.init_range = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.init_range); }},

    {"x-max", kModel, "X", "GloVe: pairs that are counted so often, or more, weigh 1",
     [](Settings& s, Text t) { s.model.glove.x_max = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.glove.x_max); }},
    {"alpha", kModel, "P", "GloVe: others weigh (count / --x-max)^P",
     [](Settings& s, Text t) { s.model.glove.alpha = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.glove.alpha); }},
    {"symmetric", kModel, "0|1", "Pairs: 1: the words on both sides count, 0: those before alone",
     [](Settings& s, Text t) { s.model.pairs.symmetric = ParseName(kBits, t); },
     [](const Settings& s) { return NameOf(kBits, s.model.pairs.symmetric); }},
    {"weight", kModel, "harmonic|flat", "Pairs: one d words apart counts 1/d, or 1 at any distance",
     [](Settings& s, Text t) { s.model.pairs.harmonic = ParseName(kWeights, t); },
     [](const Settings& s) { return NameOf(kWeights, s.model.pairs.harmonic); }},
    {"unk", kModel, "", "GloVe: a row <unk>, the mean of the 100 rarest words'",
     [](Settings& s, Text t) { s.model.glove.unknown_row = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.model.glove.unknown_row); }},
    {"shift", kModel, "X", "PPMI: log X is taken off each pair's information",
     [](Settings& s, Text t) { s.model.ppmi.shift = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.ppmi.shift); }},
    {"context-smoothing", kModel, "P", "PPMI: a context is as likely as its count^P",
     [](Settings& s, Text t) { s.model.ppmi.context_smoothing = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.ppmi.context_smoothing); }},
    {"eig", kModel, "P", "PPMI: vectors are the left singular ones times value^P",
     [](Settings& s, Text t) { s.model.ppmi.eigenvalue_power = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.ppmi.eigenvalue_power); }},

    {"tokenizer", kText, "whitespace|words|tabs",
     "Split at blanks, at word boundaries of any language, or at tabs alone",
     [](Settings& s, Text t) { s.tokenizer.kind = ParseName(kTokenizers, t); },
     [](const Settings& s) { return NameOf(kTokenizers, s.tokenizer.kind); }},
    {"punctuation", kText, "keep|drop", "With words: punctuation as tokens, or left out",
     [](Settings& s, Text t) { s.tokenizer.punctuation = ParseName(kPunctuation, t); },
     [](const Settings& s) { return NameOf(kPunctuation, s.tokenizer.punctuation); }},
    {"lowercase", kText, "", "Lower-case the text first",
     [](Settings& s, Text t) { s.tokenizer.lowercase = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.tokenizer.lowercase); }},
    {"sentence-length", kText, "N", "Cut longer lines after N words",
     [](Settings& s, Text t) { s.sentence_length = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.sentence_length); }},
    {"line-end", kText, "break|word2vec|fasttext",
     "A line's end: no word; a word </s> that is never trained; or one that is",
     [](Settings& s, Text t) { s.line_end = ParseName(kLineEnds, t); },
     [](const Settings& s) { return NameOf(kLineEnds, s.line_end); }},
    {"min-count", kText, "N", "Drop words that occur less often",
     [](Settings& s, Text t) { s.min_count = ParseWhole<std::uint64_t>(t); },
     [](const Settings& s) { return std::to_string(s.min_count); }},
    {"max-vocab", kText, "N", "Keep the N most frequent words; 0: all",
     [](Settings& s, Text t) { s.max_vocab = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.max_vocab); }},
    {"read-vocab", kText, "FILE", "Take words and counts from FILE (word count a line)",
     [](Settings& s, Text t) { s.read_vocab = t; }, [](const Settings& s) { return s.read_vocab; }},
    {"cache-file", kText, "FILE",
     "Keep the corpus as ids in FILE, and take it from there next time",
     [](Settings& s, Text t) { s.id_cache = t; }, [](const Settings& s) { return s.id_cache; }},
    {"sample", kText, "T", "Thin out words more frequent than this share; 0: none",
     [](Settings& s, Text t) { s.sample = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.sample); }},

    {"epochs", kSchedule, "N", "Passes over the corpus",
     [](Settings& s, Text t) { s.epochs = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.epochs); }},
    {"lr", kSchedule, "RATE", "Learning rate at the start (skip-gram 0.025, CBOW 0.05)",
     [](Settings& s, Text t) { s.lr = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.StartRate()); }},
    {"lr-end", kSchedule, "RATE", "Learning rate at the end (a ten-thousandth of --lr)",
     [](Settings& s, Text t) { s.lr_end = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.EndRate()); }},
    {"lr-decay", kSchedule, "sqrt|linear",
     "How it falls: longer high and then faster, or evenly (with --loss hs, evenly)",
     [](Settings& s, Text t) { s.lr_decay = ParseName(kLrDecays, t); },
     [](const Settings& s) { return NameOf(kLrDecays, s.Decay()); }},
    {"eta", kSchedule, "RATE", "GloVe: AdaGrad's rate",
     [](Settings& s, Text t) { s.model.glove.eta = ParseReal(t); },
     [](const Settings& s) { return fmt::format("{}", s.model.glove.eta); }},
    {"order", kSchedule, "shuffled|text",
     "Parts of the text (64 KiB) in a chance order, or as they are",
     [](Settings& s, Text t) { s.order = ParseName(kOrders, t); },
     [](const Settings& s) { return NameOf(kOrders, s.order); }},
    {"valid", kSchedule, "FILE", "Measure the loss on this held-out text after each epoch",
     [](Settings& s, Text t) { s.valid = t; }, [](const Settings& s) { return s.valid; }},
    {"patience", kSchedule, "N", "Stop after N epochs without a better held-out loss; 0: never",
     [](Settings& s, Text t) { s.patience = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.patience); }},
    {"seed", kSchedule, "N", "Start of everything random",
     [](Settings& s, Text t) { s.seed = ParseWhole<std::uint64_t>(t); },
     [](const Settings& s) { return std::to_string(s.seed); }},

    {"checkpoint", kGoingOn, "DIR",
     "Save the state of training in DIR now and then, and at a signal",
     [](Settings& s, Text t) { s.checkpoint.folder = t; },
     [](const Settings& s) { return s.checkpoint.folder; }, SettingKind::kRun},
    {"checkpoint-every", kGoingOn, "TIME", "How often: 30s, 10m, 2h",
     [](Settings& s, Text t) { s.checkpoint.every = ParseInterval(t); },
     [](const Settings& s) { return IntervalText(s.checkpoint.every); }, SettingKind::kRun},
    {"resume", kGoingOn, "", "Go on from the newest checkpoint in DIR, if there is one",
     [](Settings& s, Text t) { s.checkpoint.resume = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.checkpoint.resume); }, SettingKind::kRun},
    {"init", kGoingOn, "FILE", "Start from these vectors, or from this checkpoint",
     [](Settings& s, Text t) { s.init = t; }, [](const Settings& s) { return s.init; }},
    {"grow-vocab", kGoingOn, "", "With --init: add the words of the corpus that FILE lacks",
     [](Settings& s, Text t) { s.grow_vocab = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.grow_vocab); }},

    {"threads", kMachine, "N", "Threads; 0: one a processor",
     [](Settings& s, Text t) { s.threads = ParseWhole<unsigned>(t); },
     [](const Settings& s) { return std::to_string(s.threads); }, SettingKind::kMachine},
    {"deterministic", kMachine, "", "The same bytes, whatever the number of threads",
     [](Settings& s, Text t) { s.deterministic = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.deterministic); }},
    {"lanes", kMachine, "N", "Deterministic: so many blocks at a time, and at most so many threads",
     [](Settings& s, Text t) { s.lanes = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.lanes); }},
    {"private-rows", kMachine, "N", "Rows of frequent words that each thread copies; 0: none",
     [](Settings& s, Text t) { s.private_rows = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.private_rows); }},
    {"merge-blocks", kMachine, "N",
     "Times 64 KiB of text between two merges of the most used copies",
     [](Settings& s, Text t) { s.merge_blocks = ParseWhole<std::size_t>(t); },
     [](const Settings& s) { return std::to_string(s.merge_blocks); }, SettingKind::kMachine},
    {"storage", kMachine, "float32|bf16",
     "Hold both matrices as they are, or as half of each number: half the memory",
     [](Settings& s, Text t) { s.storage = ParseName(kStorages, t); },
     [](const Settings& s) { return NameOf(kStorages, s.storage); }},
    {"memory-limit", kMachine, "SIZE", "Take no more memory, e.g. 2G; 0: 80 % of the machine's",
     [](Settings& s, Text t) { s.memory_limit = ParseBytes(t); },
     [](const Settings& s) { return std::to_string(s.memory_limit); }, SettingKind::kMachine},
    {"temp-dir", kMachine, "DIR", "Pairs: where those are that do not fit the memory",
     [](Settings& s, Text t) { s.model.pairs.temp_dir = t; },
     [](const Settings& s) { return s.model.pairs.temp_dir; }, SettingKind::kRun},
    {"cpu-target", kMachine, "NAME", "Instructions: best, avx512, avx2, sse4, neon, scalar",
     [](Settings& s, Text t) { s.cpu_target = CpuTargetFromName(t); },
     [](const Settings& s) { return std::string(CpuTargetName(s.cpu_target)); },
     SettingKind::kMachine},

    {"exchange-words", kRanks, "N",
     "Words that each thread trains between two exchanges; 0: for 512 of them, 10,000 to 1,000,000",
     [](Settings& s, Text t) { s.ranks.exchange_words = ParseWhole<std::uint64_t>(t); },
     [](const Settings& s) { return std::to_string(s.ranks.exchange_words); }, SettingKind::kRanks},
    {"wire", kRanks, "float|bf16", "How rows travel: as they are, or half of each number",
     [](Settings& s, Text t) { s.ranks.wire = ParseName(kWires, t); },
     [](const Settings& s) { return NameOf(kWires, s.ranks.wire); }, SettingKind::kRanks},
    {"shard-model", kRanks, "none|columns",
     "Each rank has the whole model, or some dimensions of every row",
     [](Settings& s, Text t) { s.ranks.shard = ParseName(kShards, t); },
     [](const Settings& s) { return NameOf(kShards, s.ranks.shard); }, SettingKind::kRanks},
    {"corpus-shard", kRanks, "", "CORPUS is each rank's own part of the text, not shared by all",
     [](Settings& s, Text t) { s.ranks.own_corpus = ParseSwitch(t); },
     [](const Settings& s) { return SwitchText(s.ranks.own_corpus); }, SettingKind::kRanks},
    {"rank-silence", kRanks, "TIME", "A rank of which nothing is heard for so long is lost",
     [](Settings& s, Text t) { s.ranks.silence = ParseTime(t); },
     [](const Settings& s) { return IntervalText({.time = s.ranks.silence}); },
     SettingKind::kRanks},
};

using Names = std::span<const std::string_view>;

/// Of the models that count pairs, of all or of one.
constexpr std::string_view kPairsAlone[] = {"symmetric", "weight", "temp-dir"};
constexpr std::string_view kGloveAlone[] = {"x-max", "alpha", "unk", "eta"};
constexpr std::string_view kPpmiAlone[] = {"shift", "context-smoothing", "eig"};
/// What means nothing to these, and what to PPMI, which learns in no steps.
constexpr std::string_view kNotPairs[] = {
    "minn",           "maxn",        "bucket",       "ngrams",          "min-ngram-count",
    "storage",        "window-mode", "pad",          "share-negatives", "loss",
    "negative",       "ns-power",    "sample",       "cbow-combine",    "cbow-gradient",
    "context-init",   "lr",          "lr-end",       "lr-decay",        "order",
    "init",           "grow-vocab",  "private-rows", "lanes",           "merge-blocks",
    "exchange-words", "wire",        "shard-model",  "corpus-shard",    "rank-silence"};
constexpr std::string_view kNotPpmi[] = {"init-range", "epochs",           "valid", "patience",
                                         "checkpoint", "checkpoint-every", "resume"};

bool IsAmong(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Whose a setting is that is not everyone's; nothing when it is nobody's alone.
std::string_view OwnersOf(std::string_view name) {
  if (IsAmong(kGloveAlone, name)) return "glove's";
  if (IsAmong(kPpmiAlone, name)) return "ppmi's";
  return IsAmong(kPairsAlone, name) ? "glove's and ppmi's" : "";
}

}  // namespace

std::span<const SettingSpec> TrainSettingSpecs() { return kSpecs; }

bool Concerns(const SettingSpec& spec, ContextKind context) {
  const bool glove = context == ContextKind::kGlove;
  const bool ppmi = context == ContextKind::kPpmi;
  if (IsAmong(kPairsAlone, spec.name)) return glove || ppmi;
  if (IsAmong(kGloveAlone, spec.name)) return glove;
  if (IsAmong(kPpmiAlone, spec.name)) return ppmi;
  if (ppmi && IsAmong(kNotPpmi, spec.name)) return false;
  return !(glove || ppmi) || !IsAmong(kNotPairs, spec.name);
}

void ApplySetting(const SettingSpec& spec, TrainSettings& settings, std::string_view text) {
  const ContextKind context = settings.model.context;
  if (!Concerns(spec, context)) {
    const std::string_view owners = OwnersOf(spec.name);
    const std::string_view model = context == ContextKind::kGlove ? "glove" : "ppmi";
    throw Error(ErrorKind::kSettings, owners.empty()
                                          ? fmt::format("means nothing to {}", model)
                                          : fmt::format("is {} alone: leave it out", owners));
  }
  spec.set(settings, text);
}

}  // namespace firth
