#include "serve_keys.h"

#include <algorithm>
#include <string_view>

#include "corpus/lines.h"
#include "firth/error.h"
#include "formats/source.h"

namespace firth::cli {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

void Add(std::string_view key, std::vector<std::string>& keys) {
  key = Trimmed(key);
  if (!key.empty() && !key.starts_with('#')) keys.emplace_back(key);
}

}  // namespace

std::vector<std::string> ReadApiKeys(const std::string& file, const char* environment) {
  std::vector<std::string> keys;
  if (!file.empty()) {
    const formats::Source source = formats::OpenSource(file);
    corpus::ForEachLine(source.bytes, [&](std::string_view line, bool) { Add(line, keys); });
    if (keys.empty()) throw Error(ErrorKind::kInput, "there is no key in it", file);
  }
  if (environment == nullptr) return keys;
  const std::size_t before = keys.size();
  std::string_view rest = environment;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    Add(rest.substr(0, end), keys);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (keys.size() == before) throw Error(ErrorKind::kInput, "FIRTH_API_KEYS holds no key");
  return keys;
}

}  // namespace firth::cli
