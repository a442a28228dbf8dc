#include "interrupt.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

#include "output.h"

namespace firth::cli {
namespace {

sigset_t Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void InterruptGuard::WaitForSignals(const std::stop_token& end) {
  constexpr timespec kTick = {0, 50'000'000};
  const sigset_t set = Signals();
  while (!end.stop_requested()) {
    const int number = sigtimedwait(&set, nullptr, &kTick);
    if (number < 0) continue;
    const bool second = stop_.stop_requested();
    exit_code_ = 128 + number;
    if (second) _exit(exit_code_);
    if (const char* message = message_; message != nullptr) EndWith(message);
    stop_.request_stop();
    // EndAtOnce may have looked for the stop just before.
    if (const char* message = message_; message != nullptr) EndWith(message);
  }
}

void InterruptGuard::EndAtOnce(const char* message) {
  message_ = message;
  if (stop_.stop_requested()) EndWith(message);
}

/// Says it once, whoever comes first.
void InterruptGuard::EndWith(const char* message) {
  if (ends_.exchange(true)) return;
  Note(message);
  _exit(exit_code_);
}

InterruptGuard::InterruptGuard() {
  const sigset_t set = Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiter_ = std::jthread([this](const std::stop_token& end) { WaitForSignals(end); });
}

InterruptGuard::~InterruptGuard() {
  waiter_.request_stop();
  waiter_.join();
  const sigset_t set = Signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace firth::cli
