#include "train/ingest/block_counter.h"

#include <algorithm>
#include <type_traits>

namespace firth::train {

BlockCounter::BlockCounter(const TrainSettings& settings, IdBudget& id_budget,
                           WordBudget& word_budget)
    : encoder_(settings),
      counts_line_ends_(settings.line_end == LineEnd::kWord2vec),
      id_budget_(id_budget),
      word_budget_(word_budget) {
  words_.WatchGrowth([this](std::size_t bytes) { TakeForTable(bytes); });
}

void BlockCounter::TakeForTable(std::uint64_t bytes) {
  word_budget_.Take(bytes);
  id_budget_.Take(bytes);
  if (!id_budget_.kept()) ids_.Clear();
}

void BlockCounter::Add(const TextBlock& block) {
  if (blocks_.empty()) TakeForTable(words_.MemoryBytes());
  units_used_ = 0;
  const std::uint64_t tokens = encoder_.ForEachWord(
      block,
      [this](const auto& word) {
        const text::WordCounter::Key key = text::WordCounter::KeyOf(word);
        words_.Prefetch(key);
        Put(key);
        // Another kind of word does not live until the batch is full.
        constexpr bool kLives = std::is_same_v<decltype(word), const text::PaddedWord&>;
        if constexpr (!kLives) Flush();
      },
      [this] { Put({}); });
  Flush();
  blocks_.push_back({block.number, tokens});
  if (counts_line_ends_) {
    line_ends_ += static_cast<std::uint64_t>(std::ranges::count(block.text, '\n'));
  }
  if (id_budget_.kept()) {
    ids_.Append(block.number, {units_.data(), units_used_});
    id_budget_.Take(units_used_ * sizeof(IdCode::Unit));
  }
  if (!id_budget_.kept()) ids_.Clear();
}

void BlockCounter::Finish() {
  if (line_ends_ > 0) words_.Add(kLineEndWord, line_ends_);
  std::vector<IdCode::Unit>().swap(units_);
}

void BlockCounter::Flush() {
  const std::size_t room = units_used_ + kBatch * IdCode::kMostUnits;
  if (units_.size() < room) units_.resize(room * 2);
  IdCode::Unit* out = units_.data() + units_used_;
  for (std::size_t i = 0; i < in_batch_; ++i) {
    const text::WordCounter::Key& key = batch_[i];
    if (key.length > 0) {
      out = kProvisional.Put(words_.Add(key), out);
    } else {
      *out++ = IdCode::kEnd;
    }
  }
  units_used_ = static_cast<std::size_t>(out - units_.data());
  in_batch_ = 0;
}

}  // namespace firth::train
