/// The corpus as ids, in a file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace firth::train {

/// A file with the vocabulary and the ids of one corpus under certain settings. Written whole or
/// not at all; read by mapping it, after its checksum and every number in it were looked at.
///
///   "FIRTHIDS", version (u32), 0 (u32)
///   the units of all blocks (u16), then zeros up to a multiple of 8 bytes
///   a count a word; where each word ends among the words' bytes (u64)
///   tokens a block; where each block ends among the units (u64)
///   the words' bytes
///   fingerprints of the files, the text and the settings, words, their bytes, blocks, units (u64)
///   XXH3 of all that (u64)
class IdCache {
 public:
  /// Throws Error(kInput) for a corpus that has no fingerprint, and what making one throws. Corpus
  /// and settings must outlive it.
  IdCache(const Corpus& corpus, const TrainSettings& settings);

  /// What the file holds, when it was made from this corpus with these settings. Else nothing, and
  /// why in `reason`; that is empty when there is no file. Throws Error: kInput when the file is
  /// something else altogether, and kIo.
  std::optional<Ingested> Read(std::string& reason) const;

  /// Replaces the file. Where `ingested` has no ids the corpus is read again. False when a stop was
  /// requested: then the file stays as it was. Throws Error(kIo), and what reading throws.
  bool Write(const Ingested& ingested, const std::stop_token& stop) const;

 private:
  /// Calls put(units) for each block in order; false when stopped.
  bool ForEachBlock(const Ingested& ingested, const std::stop_token& stop,
                    const std::function<void(std::span<const IdCode::Unit>)>& put) const;

  const Corpus& corpus_;
  const TrainSettings& settings_;
  std::uint64_t corpus_fingerprint_;
  std::uint64_t settings_fingerprint_;
};

}  // namespace firth::train
