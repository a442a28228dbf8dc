/// Messages between ranks, of any length, over a transport.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "distributed/transport.h"
#include "firth/distributed.h"

namespace firth::distributed {

/// How long a rank may be silent. One that lives is heard of every `beat`.
struct Patience {
  std::chrono::milliseconds beat{1000};
  std::chrono::milliseconds worry{3000};      ///< then users are told
  std::chrono::milliseconds silence{20'000};  ///< then it is lost
  std::chrono::milliseconds slow{5000};       ///< one that is waited for, and heard of, is named
};

/// A thread that alone calls the transport: it sends and receives, tells all others every second
/// that this rank lives, and notices who is silent. So messages travel while other threads compute,
/// and a wait costs no processor. Threads: safe, but Take, which one at a time calls.
class Post {
 public:
  using Message = std::shared_ptr<const std::string>;

  /// `note` hears, from the thread, who is waited for: at one rank of all, so that users are told
  /// once.
  Post(const firth_transport& transport, const Patience& patience, NoteTaker note);
  ~Post();
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  /// What ranks are called, by number, in messages to users.
  void SetNames(std::vector<std::string> names);

  void Send(std::size_t to, Message message);
  /// The next message of each other rank, by number; one's own is empty. Throws Error(kIo) when one
  /// is lost, or the transport fails.
  std::vector<std::string> TakeFromAll();
  /// Waits for the same of all others, however long they are at work. Nothing is sent afterwards.
  /// Throws as TakeFromAll.
  void SayGoodbye();
  void Abort(int code);

  Traffic traffic() const;

 private:
  using Clock = std::chrono::steady_clock;

  /// A request, and the bytes that it reads or fills.
  struct Pending {
    void* request;
    Message bytes;
  };
  struct Arriving {
    void* request;
    std::string bytes;
  };
  /// What is known of another rank.
  struct Peer {
    std::deque<Message> to_send;
    std::deque<Pending> sending;
    std::deque<Arriving> arriving;  ///< in the order in which they were sent
    std::string message;            ///< as far as it is here
    std::uint64_t missing = 0;      ///< bytes of it
    std::deque<std::string> inbox;
    Clock::time_point heard = Clock::now();
    bool worried = false;
    bool named = false;  ///< as one that is waited for
  };

  void Run(const std::stop_token& stop);
  /// All that can be done now; false when that was nothing.
  bool Step();
  bool StartSending();
  bool EndSending();
  bool StartReceiving();
  bool EndReceiving();
  bool IsDone(void* request) const;
  void TakePiece(Peer& peer, std::string piece);
  void Beat();
  void Watch();
  void SendPiece(std::size_t to, Message owner, const void* bytes, std::uint64_t count);
  void Check(const char* failure) const;
  void Note(std::size_t about, const std::string& note) const;
  bool IsSending() const;
  bool HasAll() const;
  Clock::duration Nap() const;

  firth_transport transport_;
  std::vector<std::string> names_;
  Patience patience_;
  NoteTaker note_;
  mutable std::mutex mutex_;  ///< of all that follows; held by the thread but when it sleeps
  std::condition_variable_any changed_;  ///< there is something to send, or to take
  std::vector<Peer> peers_;
  Traffic traffic_;
  Clock::time_point beat_ = Clock::now();
  Clock::time_point moved_ = Clock::now();
  Clock::time_point seen_ = Clock::now();  ///< when the others were last looked at
  Clock::time_point waiting_since_;
  bool waiting_ = false;
  bool leaving_ = false;
  std::exception_ptr failure_;
  std::jthread thread_;  ///< the last: it ends before what it looks at goes
};

}  // namespace firth::distributed
