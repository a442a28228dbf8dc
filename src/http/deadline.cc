#include "http/deadline.h"

#include <boost/asio/steady_timer.hpp>

namespace firth::http {

using Clock = std::chrono::steady_clock;
using boost::system::error_code;

struct Deadline::Watch : std::enable_shared_from_this<Watch> {
  explicit Watch(boost::asio::ip::tcp::socket& watched)
      : socket(&watched), timer(watched.get_executor()) {}

  void Arm() {
    armed = end;
    timer.expires_at(end);  // whoever waited until another moment hears of it as an error
    timer.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error) self->Look();
    });
  }

  void Look() {
    if (socket == nullptr || passed) return;
    if (Clock::now() < end) return Arm();
    armed = Clock::time_point::max();
    passed = true;
    error_code ignored;
    socket->cancel(ignored);
  }

  boost::asio::ip::tcp::socket* socket;  ///< null after the end
  boost::asio::steady_timer timer;
  Clock::time_point end = Clock::time_point::max();
  Clock::time_point armed = Clock::time_point::max();  ///< when the timer fires
  bool passed = false;
};

Deadline::Deadline(boost::asio::ip::tcp::socket& socket)
    : watch_(std::make_shared<Watch>(socket)) {}

void Deadline::Set(std::chrono::milliseconds time) {
  watch_->end = Clock::now() + time;
  watch_->passed = false;
  if (watch_->end < watch_->armed) watch_->Arm();
}

bool Deadline::passed() const { return watch_->passed; }

void Deadline::End() {
  watch_->socket = nullptr;
  watch_->timer.cancel();
}

}  // namespace firth::http
