#include "interrupt.h"

#include <fmt/format.h>
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
  while (!end.stop_requested()) Hear({0, 50'000'000});
}

void InterruptGuard::Hear(const timespec& patience) {
  const sigset_t set = Signals();
  const int number = sigtimedwait(&set, nullptr, &patience);
  if (number < 0) return;
  exit_code_ = 128 + number;
  if (stop_.stop_requested()) _exit(exit_code_);
  stop_.request_stop();
  if (const char* message = message_; message != nullptr) EndWith(message);
}

void InterruptGuard::EndAtOnce(const char* message) {
  message_ = message;
  if (stop_.stop_requested()) EndWith(message);
}

/// Says it once: whoever comes second waits for the end.
void InterruptGuard::EndWith(const char* message) {
  while (ends_.exchange(true)) ::pause();
  Note(message);
  _exit(exit_code_);
}

void InterruptGuard::EndUnwritten(const std::string& path) const {
  Note(fmt::format("stopped    {} was not written", path));
  throw ExitCode{exit_code()};
}

InterruptGuard::InterruptGuard() {
  const sigset_t set = Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  Hear({0, 0});  // what came before
  waiter_ = std::jthread([this](const std::stop_token& end) { WaitForSignals(end); });
}

InterruptGuard::~InterruptGuard() {
  waiter_.request_stop();
  waiter_.join();
  const sigset_t set = Signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace firth::cli
