#include "cooccurrence/rank_rows.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/watched_threads.h"
#include "cooccurrence/band_share.h"
#include "cooccurrence/row_code.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"

namespace firth::cooccurrence {
namespace {

/// Of about a thousand (WordGroups): what travels at a time is a small part of the pairs.
constexpr std::size_t kGroupsAtOnce = 16;

BandShare ShareOf(const Communicator& ranks) { return {ranks.rank(), ranks.size()}; }

/// Groups [begin, end), as they are sent and added up.
class Portion {
 public:
  Portion(Communicator& ranks, Counting& counting, std::size_t begin, std::size_t end)
      : ranks_(ranks), share_(ShareOf(ranks)), counting_(counting), begin_(begin), end_(end) {}

  bool Count() {
    texts_.resize(end_ - begin_);
    return counting_.ForEachGroup(
        begin_, end_, [this](std::size_t group, const RowBlock& rows, const std::stop_token&) {
          AppendRows(rows, texts_[group - begin_]);
        });
  }

  void Send() {
    std::vector<std::string> messages(ranks_.size());
    for (std::size_t group = begin_; group < end_; ++group) {
      std::string& text = texts_[group - begin_];
      std::string& message = messages[OwnerOf(group)];
      base::AppendLittleEndian(message, static_cast<std::uint64_t>(text.size()));
      message += text;
      text = {};
    }
    got_ = train::AllToAll(ranks_, std::move(messages));
  }

  void AddUp(const Counting::Take& take) {
    struct Own {
      std::size_t group;
      std::vector<std::string_view> texts;
    };
    std::vector<Own> own;
    for (std::size_t group = begin_; group < end_; ++group) {
      if (OwnerOf(group) == ranks_.rank()) own.push_back({group, {}});
    }
    for (const std::string& message : got_) {
      train::MessageReader reader(message);
      for (Own& one : own) one.texts.push_back(reader.Take(reader.Take<std::uint64_t>()));
    }
    std::atomic<std::size_t> next = 0;
    base::RunWatched(
        std::min<std::size_t>(counting_.threads(), std::max<std::size_t>(1, own.size())),
        [&](std::size_t /*thread*/, const std::stop_token& stop) {
          RowSums sums(counting_.words());
          RowBlock rows;
          for (std::size_t i = next++; i < own.size(); i = next++) {
            AddUpRows(own[i].texts, sums, rows);
            take(own[i].group, rows, stop);
          }
        },
        {}, [] {});
  }

 private:
  std::size_t OwnerOf(std::size_t group) const {
    return share_.OwnerOf(counting_.groups()[group].band);
  }

  Communicator& ranks_;
  BandShare share_;
  Counting& counting_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<std::string> texts_;  ///< by group: what this rank has counted
  std::vector<std::string> got_;    ///< by rank
};

}  // namespace

bool ForEachOwnGroup(Communicator& ranks, Counting& counting, const Counting::Take& take) {
  const std::size_t groups = counting.groups().size();
  for (std::size_t begin = 0; begin < groups; begin += kGroupsAtOnce) {
    Portion portion(ranks, counting, begin, std::min(groups, begin + kGroupsAtOnce));
    if (!portion.Count()) return false;
    portion.Send();
    portion.AddUp(take);
  }
  return true;
}

void ShareSizes(Communicator& ranks, PairTiles& tiles) {
  const BandShare share = ShareOf(ranks);
  std::string own;
  for (std::size_t band = 0; band < tiles.side(); ++band) {
    if (!share.Has(band)) continue;
    for (const std::uint64_t end : tiles.ends(band)) base::AppendLittleEndian(own, end);
  }
  const std::vector<std::string> all = train::Gather(ranks, std::move(own));
  std::vector<train::MessageReader> readers(all.begin(), all.end());
  for (std::size_t band = 0; band < tiles.side(); ++band) {
    train::MessageReader& reader = readers[share.OwnerOf(band)];
    std::vector<std::uint64_t> ends;
    for (std::size_t j = 0; j < tiles.side(); ++j) ends.push_back(reader.Take<std::uint64_t>());
    if (!share.Has(band)) tiles.SetElsewhere(band, std::move(ends));
  }
}

}  // namespace firth::cooccurrence
