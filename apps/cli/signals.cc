#include "signals.h"

#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string_view>

#include "base/mapped_file.h"
#include "output.h"

namespace firth::cli {
namespace {

/// What a handler of signals may call.
void WriteToStderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OnBusError(int number, siginfo_t* info, void* /*context*/) {
  const char* path = base::MappedPathAt(info->si_addr);
  if (path == nullptr) {  // no file of ours: as if there were no handler
    std::signal(number, SIG_DFL);
    return;
  }
  WriteToStderr("firth: ");
  WriteToStderr({path, std::strlen(path)});
  WriteToStderr(
      ": became shorter, or could not be read, while it was in use; run again on a whole file\n");
  _exit(kExitFailed);
}

}  // namespace

void ExplainSignals() {
  std::signal(SIGXFSZ, SIG_IGN);
  struct sigaction action {};
  action.sa_sigaction = OnBusError;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace firth::cli
