#include "interrupt.h"

#include <csignal>
#include <ctime>

#include <unistd.h>

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

void WaitForSignals(const std::stop_token& end, std::stop_source& stop) {
  constexpr timespec kTick = {0, 50'000'000};
  const sigset_t set = Signals();
  while (!end.stop_requested()) {
    if (sigtimedwait(&set, nullptr, &kTick) < 0) continue;
    if (stop.stop_requested()) _exit(kExitInterrupted);
    stop.request_stop();
  }
}

}  // namespace

InterruptGuard::InterruptGuard() {
  const sigset_t set = Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiter_ = std::jthread([this](const std::stop_token& end) { WaitForSignals(end, stop_); });
}

InterruptGuard::~InterruptGuard() {
  waiter_.request_stop();
  waiter_.join();
  const sigset_t set = Signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace firth::cli
