#include "http/static_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "base/checksum.h"
#include "base/mapped_file.h"
#include "firth/error.h"

namespace firth::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
}};

bool IsBelow(const fs::path& folder, const fs::path& file) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end();
}

}  // namespace

std::string TypeOf(const std::string& path) {
  const std::string ending = fs::path(path).extension().string();
  for (const auto& [known, type] : kTypes) {
    if (ending == known) return std::string(type);
  }
  return "application/octet-stream";
}

Response ServeFile(const std::string& folder, const std::string& name) {
  const std::string wanted = name.empty() || name.ends_with('/') ? name + "index.html" : name;
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  const fs::path file = error ? fs::path{} : fs::canonical(root / wanted, error);
  if (error || !IsBelow(root, file) || !fs::is_regular_file(file, error)) {
    throw HttpError(404, "there is no file " + wanted);
  }
  if (fs::file_size(file, error) == 0) return {.type = TypeOf(wanted)};
  try {
    auto mapped = base::MappedFile::Open(file.string());
    const std::string_view text = mapped->text();
    return {.type = TypeOf(wanted), .body = Body(text, std::move(mapped))};
  } catch (const Error&) {
    throw HttpError(404, "there is no file " + wanted + " that can be read");
  }
}

Response ServeBytes(const Request& request, std::string_view bytes, std::string type) {
  std::string tag = fmt::format("\"{:016x}\"", base::ChecksumOf(bytes));
  const bool known = request.Header("if-none-match") == tag;
  Response response;
  response.status = known ? 304 : 200;
  response.type = std::move(type);
  if (!known) response.body = Body(bytes, nullptr);
  response.headers = {{"ETag", std::move(tag)}, {"Cache-Control", "no-cache"}};
  return response;
}

}  // namespace firth::http
