#include "train/ranks/row_exchange.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "train/ranks/collectives.h"
#include "train/workers/lane.h"

namespace firth::train {
namespace {

void AppendNote(std::string& message, const RankNote& note) {
  base::AppendLittleEndian(message, note.tokens);
  base::AppendLittleEndian(message, static_cast<std::uint8_t>(note.stop));
  base::AppendLittleEndian(message, static_cast<std::uint8_t>(note.save));
}

RankNote TakeNote(MessageReader& reader) {
  RankNote note;
  note.tokens = reader.Take<std::uint64_t>();
  note.stop = reader.Take<std::uint8_t>() != 0;
  note.save = reader.Take<std::uint8_t>() != 0;
  return note;
}

RowId IdOf(std::size_t row) { return RowId{static_cast<std::uint32_t>(row)}; }

/// What each rank has trained, on the mean.
double MeanTokens(const std::vector<RankNote>& notes) {
  double sum = 0;
  for (const RankNote& note : notes) sum += static_cast<double>(note.tokens);
  return sum / static_cast<double>(notes.size());
}

}  // namespace

RowExchange::RowExchange(Communicator& ranks, Matrix& input, Matrix& output, RowUses uses,
                         const Options& options)
    : ranks_(ranks),
      wire_(options.wire),
      gain_(options.gain),
      merged_at_(std::max(input.rows(), output.rows()) / ExchangePlan::kRun + 1) {
  sides_.push_back({input, input.Copy(RowLayout::kDense), std::move(uses.input)});
  sides_.push_back({output, output.Copy(RowLayout::kDense), std::move(uses.output)});
}

RowExchange::~RowExchange() {
  if (merging_.valid()) merging_.wait();
}

void RowExchange::Begin(std::vector<RowRange> due, const RankNote& note, double pull) {
  due_ = std::move(due);
  pull_ = pull;
  sent_.clear();
  for (std::size_t owner = 0; owner < ranks_.size(); ++owner) {
    sent_.push_back(std::make_shared<const std::string>(Pack(owner, note)));
  }
  exchange_ = ranks_.Begin(sent_);
  merging_ = std::async(std::launch::async, [this] { return Merge(*exchange_); });
}

std::string RowExchange::Pack(std::size_t owner, const RankNote& note) {
  std::string message;
  AppendNote(message, note);
  for (Side& side : sides_) PackSide(side, Owned(side, owner), message);
  return message;
}

void RowExchange::PackSide(Side& side, const OwnedRows& owned, std::string& message) {
  const std::size_t columns = side.matrix.columns();
  RowPacker packer(message, owned.Count(), columns, wire_);
  std::vector<float> delta(columns);
  owned.ForEach([&](std::size_t index) {
    float* const row = side.matrix.MutableRowData(IdOf(index));
    const float* const base = side.base.Row(IdOf(index)).data();
    if (std::memcmp(row, base, columns * sizeof(float)) == 0) return packer.Skip();
    for (std::size_t c = 0; c < columns; ++c) delta[c] = row[c] - base[c];
    // What rounding leaves is dropped: else the row would never rest.
    ReadNumbers(packer.Put(delta.data()), delta.data(), columns, wire_);
    for (std::size_t c = 0; c < columns; ++c) row[c] = base[c] + delta[c];
  });
}

RowExchange::Merged RowExchange::Merge(Communicator::Exchange& exchange) {
  Merged merged;
  {
    const std::vector<std::string> got = exchange.Wait();
    std::vector<MessageReader> readers;
    for (std::size_t rank = 0; rank < got.size(); ++rank) {
      readers.emplace_back(rank == ranks_.rank() ? *sent_[rank] : got[rank]);
      merged.notes.push_back(TakeNote(readers.back()));
    }
    std::string own = MergeOwn(readers, MeanTokens(merged.notes));
    merged.rows.push_back(std::move(own));
  }
  merged.rows = Gather(ranks_, std::move(merged.rows.front()));
  return merged;
}

std::string RowExchange::MergeOwn(std::vector<MessageReader>& readers, double tokens) const {
  std::string merged;
  for (const Side& side : sides_) MergeSide(side, readers, tokens, merged);
  return merged;
}

void RowExchange::MergeSide(const Side& side, std::vector<MessageReader>& readers, double tokens,
                            std::string& merged) const {
  const std::size_t columns = side.matrix.columns();
  const OwnedRows owned = Owned(side, ranks_.rank());
  const std::size_t rows = owned.Count();
  std::vector<RowUnpacker> from;
  for (MessageReader& reader : readers) from.emplace_back(reader, rows, columns, wire_);
  RowPacker packer(merged, rows, columns, wire_);
  std::vector<float> sum(columns);
  std::vector<float> move(columns);
  // Twice the mean is what two ranks make when they add up their moves: that much is stable.
  const double least =
      gain_ > 1 ? std::min(1 / gain_, 2.0 / static_cast<double>(ranks_.size())) : 0;
  owned.ForEach([&](std::size_t row) {
    std::size_t moved = 0;
    std::ranges::fill(sum, 0.0F);
    for (RowUnpacker& rank : from) {
      const char* const bytes = rank.Next();
      if (bytes == nullptr) continue;
      ++moved;
      ReadNumbers(bytes, move.data(), columns, wire_);
      for (std::size_t c = 0; c < columns; ++c) sum[c] += move[c];
    }
    if (moved == 0) return packer.Skip();
    const double uses = side.uses[row] * (tokens - merged_at_[row / ExchangePlan::kRun]);
    const double sum_share = MergeShare(pull_ * std::max(0.0, uses), moved) / gain_;
    const auto share = static_cast<float>(std::max(sum_share, least));
    for (float& number : sum) number *= share;
    packer.Put(sum.data());
  });
}

std::vector<RankNote> RowExchange::Finish() {
  const Merged merged = merging_.get();
  Apply(merged);
  sent_.clear();
  exchange_.reset();
  return merged.notes;
}

void RowExchange::Apply(const Merged& merged) {
  for (std::size_t owner = 0; owner < ranks_.size(); ++owner) {
    MessageReader sent(*sent_[owner]);
    MessageReader rows(merged.rows[owner]);
    TakeNote(sent);
    for (Side& side : sides_) ApplySide(side, Owned(side, owner), sent, rows);
  }
  const double tokens = MeanTokens(merged.notes);
  for (const RowRange& range : due_) {
    for (std::size_t row = range.begin; row < range.end; row += ExchangePlan::kRun) {
      merged_at_[row / ExchangePlan::kRun] = tokens;
    }
  }
}

void RowExchange::ApplySide(Side& side, const OwnedRows& owned, MessageReader& sent,
                            MessageReader& merged) {
  const std::size_t columns = side.matrix.columns();
  const std::size_t rows = owned.Count();
  RowUnpacker own(sent, rows, columns, wire_);
  RowUnpacker all(merged, rows, columns, wire_);
  std::vector<float> mine(columns);
  std::vector<float> sum(columns);
  owned.ForEach([&](std::size_t index) {
    const char* const of_this = own.Next();
    const char* const of_all = all.Next();
    if (of_all == nullptr) return;
    std::ranges::fill(mine, 0.0F);
    if (of_this != nullptr) ReadNumbers(of_this, mine.data(), columns, wire_);
    ReadNumbers(of_all, sum.data(), columns, wire_);
    float* const __restrict row = side.matrix.MutableRowData(IdOf(index));
    float* const __restrict base = side.base.MutableRowData(IdOf(index));
    for (std::size_t c = 0; c < columns; ++c) {
      const float since = row[c] - (base[c] + mine[c]);
      base[c] += sum[c];
      row[c] = base[c] + since;
    }
  });
}

}  // namespace firth::train
