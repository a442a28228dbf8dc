/// How the processes of one training run, its ranks, talk to each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace firth {

/// What a rank has sent to others and got from them: bytes of messages, without what the network
/// puts around them.
struct Traffic {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
};

/// All ranks of a run, as one of them sees them. All that is ever done is that each sends one
/// message to each other; so whoever waits knows by name for whom. Every rank begins the same
/// exchanges in the same order. Threads: one at a time begins or waits.
class Communicator {
 public:
  /// One message for each rank, by number; that to oneself is not sent and may be null.
  using Outgoing = std::vector<std::shared_ptr<const std::string>>;
  /// One message from each rank, by number; that from oneself is empty.
  using Incoming = std::vector<std::string>;

  /// An exchange that has begun. It lives no longer than its communicator.
  class Exchange {
   public:
    virtual ~Exchange() = default;
    /// Returns when all have sent theirs. Call it once. Throws Error(kIo), naming the rank, when
    /// one is lost.
    virtual Incoming Wait() = 0;
  };

  virtual ~Communicator() = default;

  /// From 0, below size().
  virtual std::size_t rank() const = 0;
  virtual std::size_t size() const = 0;
  /// "rank 2 on HOST"
  virtual std::string NameOf(std::size_t rank) const = 0;

  /// Begins to send; work goes on meanwhile. REQUIRES: size() messages.
  virtual std::unique_ptr<Exchange> Begin(Outgoing messages) = 0;

  virtual Traffic traffic() const = 0;
};

}  // namespace firth
