/// Texts of many clients, computed together by the one thread that owns a model's work.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include "firth/encoder.h"
#include "server/model.h"

namespace firth::server {

struct BatcherSettings {
  std::size_t batch_tokens = 8192;      ///< computed together; a longer text goes alone
  std::size_t queue_tokens = 1U << 20;  ///< waiting; more are refused (HttpError 429)
  unsigned threads = 0;                 ///< that compute; 0: one a processor
};

/// What a batcher has done so far.
struct BatcherCounts {
  std::size_t batches = 0;
  std::size_t texts = 0;
  std::size_t tokens = 0;
  std::size_t last_texts = 0;  ///< of the last batch
  std::size_t last_tokens = 0;
  std::size_t waiting = 0;  ///< jobs in the queue
  std::size_t waiting_tokens = 0;
};

/// A client's texts.
struct Job {
  std::vector<Encoding> texts;
  bool pieces = false;
  std::stop_token gone;
  /// One matrix a text, not normalised; or what went wrong.
  std::function<void(std::vector<Matrix>, std::exception_ptr)> done;
};

/// Jobs take turns: a batch is filled with the texts of the first, then of the next, and a job that
/// has more than fit goes behind the others. Texts are never padded, so a text's vector does not
/// depend on what it is batched with. A job whose client has gone is dropped.
/// Threads: all functions may be called from several.
class Batcher {
 public:
  Batcher(std::shared_ptr<const Encoder> encoder, BatcherSettings settings);
  /// Computes what is queued first. It may run on the batcher's own thread, within `done`.
  ~Batcher();
  Batcher(const Batcher&) = delete;
  Batcher& operator=(const Batcher&) = delete;

  /// A static model's texts are computed at once, by whoever calls: that takes less time than a
  /// queue. Throws HttpError(429) when the queue is full.
  void Add(Job job);
  BatcherCounts counts() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace firth::server
