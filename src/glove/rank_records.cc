#include "glove/rank_records.h"

#include <cstring>
#include <utility>

#include "train/ranks/collectives.h"

namespace firth::glove {
namespace {

/// Who trains each range of contexts in a stratum.
std::vector<std::size_t> HoldersIn(const TileOrder& order, std::size_t stratum,
                                   const cooccurrence::BandShare& share) {
  std::vector<std::size_t> holders(order.side());
  for (std::size_t row = 0; row < order.side(); ++row) {
    holders[order.Column(stratum, row)] = share.OwnerOf(row);
  }
  return holders;
}

void AppendNote(const StratumNote& note, std::string& message) {
  base::AppendLittleEndian(message, note.loss);
  base::AppendLittleEndian(message, static_cast<std::uint8_t>(note.stop));
  base::AppendLittleEndian(message, static_cast<std::uint8_t>(note.save));
}

StratumNote TakeNote(train::MessageReader& reader) {
  StratumNote note;
  note.loss = reader.Take<double>();
  note.stop = reader.Take<std::uint8_t>() != 0;
  note.save = reader.Take<std::uint8_t>() != 0;
  return note;
}

}  // namespace

void RankRecords::Append(std::size_t band, bool contexts, std::string& message) {
  const cooccurrence::WordRange words = tiles_.Rows(band);
  for (std::size_t word = words.begin; word < words.end; ++word) {
    const float* const record = contexts ? records_.Context(word) : records_.Word(word);
    message.append(reinterpret_cast<const char*>(record), Numbers() * sizeof(float));
  }
}

void RankRecords::Take(std::size_t band, bool contexts, train::MessageReader& reader) {
  const cooccurrence::WordRange words = tiles_.Rows(band);
  for (std::size_t word = words.begin; word < words.end; ++word) {
    float* const record = contexts ? records_.Context(word) : records_.Word(word);
    std::memcpy(record, reader.Take(Numbers() * sizeof(float)).data(), Numbers() * sizeof(float));
  }
}

std::vector<StratumNote> RankRecords::Pass(const TileOrder& order, std::size_t done,
                                           const TileOrder& next_order, std::size_t next,
                                           const StratumNote& note) {
  const auto from = HoldersIn(order, done, share_);
  const auto to = HoldersIn(next_order, next, share_);
  std::vector<std::string> messages(ranks_.size());
  for (std::string& message : messages) AppendNote(note, message);
  for (std::size_t band = 0; band < from.size(); ++band) {
    if (from[band] == share_.rank && to[band] != share_.rank) {
      Append(band, /*contexts=*/true, messages[to[band]]);
    }
  }
  const std::vector<std::string> got = train::AllToAll(ranks_, std::move(messages));
  std::vector<StratumNote> notes;
  for (std::size_t rank = 0; rank < got.size(); ++rank) {
    train::MessageReader reader(got[rank]);
    notes.push_back(TakeNote(reader));
    for (std::size_t band = 0; rank != share_.rank && band < from.size(); ++band) {
      if (from[band] == rank && to[band] == share_.rank) Take(band, /*contexts=*/true, reader);
    }
  }
  holders_ = to;
  return notes;
}

void RankRecords::Collect() {
  for (std::size_t band = 0; band < tiles_.side(); ++band) {
    std::string message;
    if (share_.Has(band)) Append(band, /*contexts=*/false, message);
    if (holders_[band] == share_.rank) Append(band, /*contexts=*/true, message);
    const std::vector<std::string> got = train::ToFirst(ranks_, std::move(message));
    for (std::size_t rank = 1; rank < got.size(); ++rank) {
      train::MessageReader reader(got[rank]);
      if (share_.OwnerOf(band) == rank) Take(band, /*contexts=*/false, reader);
      if (holders_[band] == rank) Take(band, /*contexts=*/true, reader);
    }
  }
}

double RankRecords::FromFirst(double value) {
  std::string message;
  base::AppendLittleEndian(message, value);
  return train::MessageReader(train::FromFirst(ranks_, std::move(message))).Take<double>();
}

}  // namespace firth::glove
