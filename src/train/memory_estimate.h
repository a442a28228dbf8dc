/// How much memory training takes.
#pragma once

#include <cstdint>

#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace firth::train {

/// What training takes that neither words nor settings tell of.
struct MemoryBesides {
  std::uint64_t held_out = 0;  ///< bytes of the held-out text
  bool together = false;       ///< several ranks train
};

/// Has found what it takes long to find in words and text, so that settings can be tried.
class MemoryModel {
 public:
  /// Keeps nothing of what it is given.
  MemoryModel(const Ingested& ingested, const TrainSettings& settings,
              const MemoryBesides& besides = {});

  /// REQUIRES: `settings` are those that it was made with, but for dim, buckets and storage.
  MemoryEstimate For(const TrainSettings& settings) const;

 private:
  std::uint64_t RowBytesOfLanes(std::uint64_t row_bytes, const TrainSettings& settings) const;
  std::uint64_t SubwordBytes(const TrainSettings& settings, std::uint64_t input_row_bytes) const;

  MemoryBesides besides_;
  std::uint64_t threads_;
  std::uint64_t words_;
  std::uint64_t vocabulary_bytes_;
  std::uint64_t id_bytes_;
  std::uint64_t objective_bytes_;
  std::uint64_t lanes_ = 1;          ///< of a deterministic run
  std::uint64_t rare_of_lane_ = 0;   ///< words of a lane's block that it has no lasting copies of
  std::uint64_t ngrams_ = 0;         ///< that have a row each
  std::uint64_t ngram_bytes_ = 0;    ///< what names them
  std::uint64_t rows_of_words_ = 0;  ///< own and n-grams', of all words together
};

MemoryEstimate EstimateMemory(const Ingested& ingested, const TrainSettings& settings);

}  // namespace firth::train
