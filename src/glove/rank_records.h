/// The records of a model that several ranks train.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cooccurrence/band_share.h"
#include "cooccurrence/pair_tiles.h"
#include "firth/communicator.h"
#include "glove/records.h"
#include "glove/tile_order.h"
#include "train/ranks/message.h"

namespace firth::glove {

/// What each rank tells all others after a stratum.
struct StratumNote {
  double loss = 0;    ///< the sum over its own tiles
  bool stop = false;  ///< it was asked to stop
  bool save = false;  ///< its checkpoint is due
};

/// Each rank has the pairs, and trains the words, of its bands (BandShare). The tiles of a stratum
/// share no context, so each range of contexts is trained by one rank in it, and goes from there to
/// the one that trains it in the next stratum. So every pair finds the numbers that it would find
/// in one process. Not thread-safe; no thread may train meanwhile.
class RankRecords {
 public:
  /// All must outlive it; the records are the same in all ranks.
  RankRecords(Communicator& ranks, const cooccurrence::PairTiles& tiles, Records& records)
      : ranks_(ranks),
        share_{ranks.rank(), ranks.size()},
        tiles_(tiles),
        records_(records),
        holders_(tiles.side()) {}

  bool is_first() const { return ranks_.rank() == 0; }
  const cooccurrence::BandShare& share() const { return share_; }

  /// After stratum `done` of `order`: contexts go where stratum `next` of `next_order` has them.
  /// What all ranks say, by number. Throws what Communicator throws.
  std::vector<StratumNote> Pass(const TileOrder& order, std::size_t done,
                                const TileOrder& next_order, std::size_t next,
                                const StratumNote& note);
  /// Brings all to rank 0. Others' stay as they are.
  void Collect();
  /// Rank 0's number.
  double FromFirst(double value);

 private:
  std::size_t Numbers() const { return 2 * records_.part(); }
  void Append(std::size_t band, bool contexts, std::string& message);
  void Take(std::size_t band, bool contexts, train::MessageReader& reader);

  Communicator& ranks_;
  cooccurrence::BandShare share_;
  const cooccurrence::PairTiles& tiles_;
  Records& records_;
  std::vector<std::size_t> holders_;  ///< by range of contexts: who has it; at first all
};

}  // namespace firth::glove
