#include "classify/labelled_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "classify/whole_lines.h"
#include "corpus/lines.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "text/pre_tokenizer/whitespace.h"
#include "text/word_counter.h"

namespace firth {
namespace {

using Storage = LabelledLines::Storage;

/// Words and labels by the order of their first occurrence.
class Counting {
 public:
  explicit Counting(std::string_view prefix)
      : prefix_(prefix), line_end_(text::WordCounter::KeyOf(kLineEndWord)) {}

  void AddLine(std::string_view line, Storage& out) {
    const Storage::Line begin{out.word_ids.size(), out.label_ids.size(), 0, 0};
    text::ForEachBetweenBlanks(
        line, [&](std::string_view token) { Add(text::WordCounter::KeyOf(token), token, out); });
    Add(line_end_, kLineEndWord, out);
    Storage::Line added = begin;
    added.words = static_cast<std::uint32_t>(out.word_ids.size() - begin.words_begin);
    added.labels = static_cast<std::uint32_t>(out.label_ids.size() - begin.labels_begin);
    ++seen_;
    if (added.labels > 0) {
      out.lines.push_back(added);
    } else {
      out.word_ids.resize(begin.words_begin);
    }
  }

  struct Entry {
    std::string_view text;
    std::uint64_t count;
    std::uint32_t id;
  };
  /// Words or labels; the views live as long as this.
  std::vector<Entry> Entries(bool labels) const {
    std::vector<Entry> entries;
    for (std::size_t range = 0; range < std::size_t{1} << text::WordCounter::kRangeBits; ++range) {
      counter_.ForEachInRange(range, [&](const text::WordCounter::Slot& slot) {
        if (is_label_[slot.id] == labels)
          entries.push_back({counter_.Word(slot), slot.count, slot.id});
      });
    }
    return entries;
  }
  std::size_t size() const { return counter_.size(); }
  std::uint64_t seen() const { return seen_; }

 private:
  void Add(const text::WordCounter::Key& key, std::string_view token, Storage& out) {
    const std::uint32_t id = counter_.Add(key);
    if (id == is_label_.size()) is_label_.push_back(token.starts_with(prefix_));
    if (is_label_[id]) {
      out.label_ids.push_back(TokenId{id});
    } else {
      out.word_ids.push_back(id);
    }
    ++out.tokens;
  }

  std::string_view prefix_;
  text::WordCounter::Key line_end_;
  text::WordCounter counter_;
  std::vector<bool> is_label_;
  std::uint64_t seen_ = 0;  ///< lines
};

using Entry = Counting::Entry;

/// The most frequent first, equal counts in byte order.
void Sort(std::vector<Entry>& entries) {
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
}

/// fastText counts a word of the vectors to start from once more, and knows it though it was not
/// in the text.
void AddPretrained(const Vocabulary& pretrained, std::vector<Entry>& words, std::uint64_t least) {
  constexpr std::uint32_t kNoId = 0xFFFFFFFF;
  std::vector<bool> counted(pretrained.size());
  for (Entry& word : words) {
    const auto found = pretrained.Find(word.text);
    if (!found) continue;
    counted[Index(*found)] = true;
    word.count = std::max(word.count + 1, least);
  }
  for (std::uint32_t i = 0; i < pretrained.size(); ++i) {
    const std::string_view word = pretrained.Word(TokenId{i});
    if (counted[i] || pretrained.Find(word) != TokenId{i}) continue;
    words.push_back({word, std::max<std::uint64_t>(1, least), kNoId});
  }
}

/// Numbers the entries anew, those below `least` in `rare`, whose numbers follow those of `kept`.
void Number(const std::vector<Entry>& sorted, std::uint64_t least, Vocabulary& kept,
            Vocabulary* rare, std::vector<std::uint32_t>& new_ids) {
  for (const Entry& entry : sorted) {
    const bool keeps = entry.count >= least;
    if (!keeps && rare == nullptr) continue;
    const TokenId id = (keeps ? kept : *rare).Add(entry.text, Count{entry.count});
    if (entry.id >= new_ids.size()) continue;  // a word of the pretrained vectors alone
    new_ids[entry.id] = static_cast<std::uint32_t>(Index(id) + (keeps ? 0 : kept.size()));
  }
}

/// The new number of what has none.
constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

/// Lines lose the labels that were dropped, and are dropped themselves when none is left.
void DropUnknownLabels(const std::vector<std::uint32_t>& new_ids, Storage& out) {
  std::vector<TokenId> label_ids;
  std::erase_if(out.lines, [&](Storage::Line& line) {
    const auto labels = out.LabelsOf(line);
    const std::uint64_t begin = label_ids.size();
    for (const TokenId label : labels) {
      const std::uint32_t id = new_ids[Index(label)];
      if (id != kUnknown) label_ids.push_back(TokenId{id});
    }
    line.labels_begin = begin;
    line.labels = static_cast<std::uint32_t>(label_ids.size() - begin);
    return line.labels == 0;
  });
  out.label_ids = std::move(label_ids);
}

void Renumber(const Counting& counted, const ClassifierSettings& settings, Storage& out) {
  std::vector<std::uint32_t> new_ids(counted.size(), kUnknown);
  std::vector<Entry> words = counted.Entries(/*labels=*/false);
  if (out.pretrained) AddPretrained(out.pretrained->vocabulary(), words, settings.min_count);
  Sort(words);
  Number(words, settings.min_count, out.words, &out.rare, new_ids);
  std::vector<Entry> labels = counted.Entries(/*labels=*/true);
  Sort(labels);
  Number(labels, settings.min_count_label, out.labels, nullptr, new_ids);
  for (std::uint32_t& id : out.word_ids) id = new_ids[id];
  DropUnknownLabels(new_ids, out);
}

/// By a model's numbers.
void RenumberBy(const Counting& counted, const Classifier& model, Storage& out) {
  out.words = model.words.Clone();
  out.labels = model.labels.Clone();
  std::vector<std::uint32_t> new_ids(counted.size(), kUnknown);
  for (const Entry& word : counted.Entries(/*labels=*/false)) {
    const auto known = out.words.Find(word.text);
    const TokenId id = known ? *known : out.rare.Add(word.text, Count{word.count});
    new_ids[word.id] = static_cast<std::uint32_t>(Index(id) + (known ? 0 : out.words.size()));
  }
  for (const Entry& label : counted.Entries(/*labels=*/true)) {
    const auto known = out.labels.Find(label.text);
    if (known) new_ids[label.id] = static_cast<std::uint32_t>(Index(*known));
  }
  for (std::uint32_t& id : out.word_ids) id = new_ids[id];
  DropUnknownLabels(new_ids, out);
}

/// Counts the words and labels of all lines. False when a stop was requested.
bool ReadLines(const Corpus& corpus, std::string_view prefix, const TrainObserver& observer,
               Counting& counting, Storage& out) {
  const auto reader = corpus.Open();
  classify::WholeLines lines(*reader);
  std::uint64_t bytes = 0;
  while (const auto block = lines.Next()) {
    if (observer.stop.stop_requested()) return false;
    corpus::ForEachLine(
        block->text, [&](std::string_view line, bool /*ended*/) { counting.AddLine(line, out); });
    bytes += block->text.size();
    if (observer.counting) observer.counting(bytes, out.tokens);
  }
  if (observer.stop.stop_requested()) return false;
  if (!out.lines.empty()) return true;
  throw Error(ErrorKind::kInput,
              counting.seen() == 0
                  ? std::string("the text is empty")
                  : fmt::format("no word of the text begins with {}: without labels there is "
                                "nothing to learn (--label names another prefix)",
                                prefix));
}

void WarnOfUnlabelled(std::uint64_t labelled, std::uint64_t seen, const TrainObserver& observer) {
  if (!observer.warning || labelled == seen) return;
  observer.warning(
      fmt::format("{} of {} lines have no label and are left out", seen - labelled, seen));
}

void WarnOfUnknownLabels(std::uint64_t lines, const TrainObserver& observer) {
  if (!observer.warning || lines == 0) return;
  observer.warning(fmt::format(
      "{} lines have only labels that the model does not know, and are left out", lines));
}

}  // namespace

LabelledLines::LabelledLines(const Corpus& corpus, const ClassifierSettings& settings,
                             const TrainObserver& observer)
    : storage_(std::make_unique<Storage>()) {
  Validate(settings);
  if (!settings.pretrained.empty()) {
    storage_->pretrained = ReadWordVectors(settings.pretrained);
    if (storage_->pretrained->dim() != settings.dim) {
      throw Error(ErrorKind::kInput,
                  fmt::format("holds vectors of {} numbers; train with --dim {}",
                              storage_->pretrained->dim(), storage_->pretrained->dim()),
                  settings.pretrained);
    }
  }
  Counting counting(settings.label_prefix);
  if (!ReadLines(corpus, settings.label_prefix, observer, counting, *storage_)) return;
  const std::uint64_t labelled = storage_->lines.size();
  Renumber(counting, settings, *storage_);
  if (storage_->lines.empty()) {
    throw Error(ErrorKind::kInput,
                fmt::format("no label is there {} times; lower --min-count-label",
                            settings.min_count_label));
  }
  WarnOfUnlabelled(labelled, counting.seen(), observer);
}

LabelledLines::LabelledLines(const Corpus& corpus, const Classifier& model,
                             const TrainObserver& observer)
    : storage_(std::make_unique<Storage>()) {
  const std::string& prefix = model.settings.label_prefix;
  Counting counting(prefix);
  if (!ReadLines(corpus, prefix, observer, counting, *storage_)) return;
  const std::uint64_t labelled = storage_->lines.size();
  RenumberBy(counting, model, *storage_);
  if (storage_->lines.empty()) {
    throw Error(ErrorKind::kInput, "none of the text's labels is known to the model");
  }
  WarnOfUnlabelled(labelled, counting.seen(), observer);
  WarnOfUnknownLabels(labelled - storage_->lines.size(), observer);
}

LabelledLines::LabelledLines(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}

LabelledLines LabelledLines::By(const Classifier& model) const {
  auto by = std::make_unique<Storage>();
  by->words = model.words.Clone();
  by->labels = storage_->labels.Clone();
  by->tokens = storage_->tokens;
  std::vector<std::uint32_t> new_ids;
  const auto number = [&](const Vocabulary& words) {
    for (std::uint32_t i = 0; i < words.size(); ++i) {
      const std::string_view word = words.Word(TokenId{i});
      const auto known = by->words.Find(word);
      const TokenId id = known ? *known : by->rare.Add(word, words.CountOf(TokenId{i}));
      new_ids.push_back(static_cast<std::uint32_t>(Index(id) + (known ? 0 : by->words.size())));
    }
  };
  number(storage_->words);
  number(storage_->rare);
  by->word_ids.reserve(storage_->word_ids.size());
  for (const std::uint32_t id : storage_->word_ids) by->word_ids.push_back(new_ids[id]);
  by->label_ids = storage_->label_ids;
  by->lines = storage_->lines;
  return LabelledLines(std::move(by));
}

LabelledLines::~LabelledLines() = default;
LabelledLines::LabelledLines(LabelledLines&&) noexcept = default;
LabelledLines& LabelledLines::operator=(LabelledLines&&) noexcept = default;

}  // namespace firth
