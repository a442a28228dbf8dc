#include "formats/source.h"

#include <fmt/format.h>

#include "base/mapped_file.h"
#include "base/utf8.h"
#include "firth/error.h"

namespace firth::formats {

Source OpenSource(const std::string& path) {
  auto file = base::MappedFile::Open(path);
  const std::string_view bytes = file->text();
  return {bytes, path, std::move(file)};
}

void Fail(const Source& source, const std::string& message) {
  throw Error(ErrorKind::kFormat, message, source.path);
}

void FailAtByte(const Source& source, std::uint64_t offset, const std::string& message) {
  throw Error(ErrorKind::kFormat, message, source.path, offset);
}

void FailInLine(const Source& source, std::uint64_t line, const std::string& message) {
  throw Error(ErrorKind::kFormat, fmt::format("line {}: {}", line, message), source.path);
}

std::string Quoted(std::string_view piece) {
  constexpr std::size_t kShown = 40;
  std::string visible;
  const bool cut = piece.size() > kShown;
  for (const char c : piece.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      visible += fmt::format("\\x{:02x}", byte);
    } else {
      visible += c;
    }
  }
  std::string repaired;
  base::RepairUtf8(visible, repaired);
  return fmt::format("'{}{}'", repaired, cut ? "..." : "");
}

std::string Counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace firth::formats
