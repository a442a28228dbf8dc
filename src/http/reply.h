/// The one answer to a request, which may come from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "http/message.h"

namespace firth::http {

/// Copies share one answer: the first call sends it, later ones are ignored. When the last copy
/// goes without a call, the client gets 500: nobody waits for ever. Whoever has answered does not
/// look at the request's body any more.
/// Threads: calling from several is safe.
class Reply {
 public:
  using Send = std::function<void(std::unique_ptr<Response>)>;
  using Make = std::function<std::optional<Response>()>;
  using Work = std::function<void(const Reply&, Make)>;

  /// `send` is called once, with nothing when no answer came; `work` for each call of Later.
  Reply(Send send, Work work)
      : once_(std::make_shared<Once>(std::move(send))), work_(std::move(work)) {}

  void operator()(Response response) const {
    once_->Answer(std::make_unique<Response>(std::move(response)));
  }

  /// Answers with what `make` returns or throws (as a Handler does), on a thread for work, now if
  /// this is one; not at all when the client has gone until then, or `make` returns nothing: it has
  /// seen to the answer itself.
  void Later(Make make) const { work_(*this, std::move(make)); }

 private:
  class Once {
   public:
    explicit Once(Send send) : send_(std::move(send)) {}
    ~Once() { Answer(nullptr); }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;

    void Answer(std::unique_ptr<Response> response) {
      if (!sent_.exchange(true)) send_(std::move(response));
    }

   private:
    Send send_;
    std::atomic<bool> sent_ = false;
  };

  std::shared_ptr<Once> once_;
  Work work_;
};

}  // namespace firth::http
