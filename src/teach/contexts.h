/// One word in several sentences, as a BERT sees it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "firth/encoder.h"
#include "firth/teach.h"
#include "teach/job.h"
#include "teach/json.h"

namespace firth::teach {

/// Threads: all functions may be called from any.
class Contexts {
 public:
  /// `folder` is read when it is first needed; empty: there are no weights yet.
  Contexts(std::string folder, EncoderOffer offer, CpuTarget target);

  /// {"state": "none" | "fetching" | "ready" | "failed", "offer": ...}
  Json State() const;

  /// Begins to fetch what is offered. Throws HttpError: 409 when that is under way, 400 when there
  /// is nothing to fetch.
  void Fetch();

  /// The vector of `word` in each sentence, the mean of its pieces', and their cosines. Throws
  /// HttpError: 404 without weights, 400 when a sentence does not hold the word.
  Json Compare(const std::string& word, const std::vector<std::string>& sentences);

 private:
  std::shared_ptr<const Encoder> Weights();

  EncoderOffer offer_;
  CpuTarget target_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::string folder_;
  std::shared_ptr<const Encoder> encoder_;
  Job job_;  ///< last: it ends before what it fills
};

}  // namespace firth::teach
