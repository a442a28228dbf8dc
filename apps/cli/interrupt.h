/// Ctrl-C as a wish to stop, not as a sudden end.
#pragma once

#include <atomic>
#include <ctime>
#include <stop_token>
#include <string>
#include <thread>

namespace firth::cli {

/// While one of these lives, the first SIGINT or SIGTERM requests a stop and the second ends the
/// process at once. Make it before any other thread, so that all threads leave the signals to it.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

  /// From now on, until SaveFirst, the first signal ends the process too, with `message` as its
  /// last line: there is nothing to save, and what it waits for (an idle standard input) may never
  /// come. So does one that came before. `message` must be a constant.
  void EndAtOnce(const char* message);
  void SaveFirst() { message_ = nullptr; }

  /// What a process that a signal ended is expected to exit with: 128 and the signal's number.
  int exit_code() const { return exit_code_; }

  /// Says that a stop came before `path` was written, and throws ExitCode.
  [[noreturn]] void EndUnwritten(const std::string& path) const;

 private:
  void WaitForSignals(const std::stop_token& end);
  /// Waits for a signal, so long.
  void Hear(const timespec& patience);
  [[noreturn]] void EndWith(const char* message);

  std::stop_source stop_;
  std::atomic<const char*> message_ = nullptr;
  std::atomic<int> exit_code_ = 0;
  std::atomic<bool> ends_ = false;
  std::jthread waiter_;
};

}  // namespace firth::cli
