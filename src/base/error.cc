#include "firth/error.h"

#include <fmt/format.h>

#include <utility>

namespace firth {
namespace {

std::string Describe(const std::string& message, const std::string& path,
                     std::optional<std::uint64_t> offset) {
  if (path.empty()) return message;
  if (!offset) return fmt::format("{}: {}", path, message);
  return fmt::format("{}, byte {}: {}", path, *offset, message);
}

}  // namespace

Error::Error(ErrorKind kind, const std::string& message, std::string path,
             std::optional<std::uint64_t> offset)
    : std::runtime_error(Describe(message, path, offset)),
      kind_(kind),
      message_(message),
      path_(std::move(path)),
      offset_(offset) {}

}  // namespace firth
