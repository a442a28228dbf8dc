#include "arriving_lines.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "firth/error.h"

namespace firth::cli {
namespace {

/// What is there, as much as fits; waits while there is nothing. 0 at the end.
std::size_t ReadSome(char* out, std::size_t room) {
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, out, room);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    throw Error(ErrorKind::kIo, std::string("cannot read standard input: ") + strerror(errno));
  }
}

}  // namespace

std::optional<TextBlock> ArrivingLines::Next() {
  std::size_t end = 0;  // behind the last newline
  while (!at_end_ && end == 0) {
    const std::size_t before = rest_.size();
    rest_.resize(before + kBlockBytes);
    const std::size_t got = ReadSome(rest_.data() + before, kBlockBytes);
    rest_.resize(before + got);
    at_end_ = got == 0;
    const std::size_t newline = std::string_view(rest_).substr(before).rfind('\n');
    if (newline != std::string_view::npos) end = before + newline + 1;
  }
  if (at_end_) end = rest_.size();
  if (end == 0) return std::nullopt;
  auto lines = std::make_shared<std::string>(rest_.substr(0, end));
  rest_.erase(0, end);
  return TextBlock{0, *lines, lines};
}

}  // namespace firth::cli
