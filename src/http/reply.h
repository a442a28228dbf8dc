/// The one answer to a request, which may come from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "http/message.h"

namespace firth::http {

/// Copies share one answer: the first call sends it, later ones are ignored. When the last copy
/// goes without a call, the client gets 500: nobody waits for ever.
/// Threads: calling from several is safe.
class Reply {
 public:
  /// `send` is called once, with nothing when no answer came.
  explicit Reply(std::function<void(std::unique_ptr<Response>)> send)
      : once_(std::make_shared<Once>(std::move(send))) {}

  void operator()(Response response) const {
    once_->Send(std::make_unique<Response>(std::move(response)));
  }

 private:
  class Once {
   public:
    explicit Once(std::function<void(std::unique_ptr<Response>)> send) : send_(std::move(send)) {}
    ~Once() { Send(nullptr); }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;

    void Send(std::unique_ptr<Response> response) {
      if (!sent_.exchange(true)) send_(std::move(response));
    }

   private:
    std::function<void(std::unique_ptr<Response>)> send_;
    std::atomic<bool> sent_ = false;
  };

  std::shared_ptr<Once> once_;
};

}  // namespace firth::http
