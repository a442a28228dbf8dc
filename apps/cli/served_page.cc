#include "served_page.h"

#include <fmt/format.h>

#include <cstdio>
#include <semaphore>
#include <stop_token>

#include "output.h"

namespace firth::cli {

void ShowPage(const std::string& url, const InterruptGuard& interrupt) {
  fmt::print("{}\n", url);
  std::fflush(stdout);
  Note("open this address in a browser; Ctrl-C ends");
  std::binary_semaphore ended(0);
  const std::stop_callback end(interrupt.token(), [&ended] { ended.release(); });
  ended.acquire();
}

}  // namespace firth::cli
