/// What a client of the server sends: the target of a request, its query, and bodies as the routes
/// read them. The first line is the target, the rest the body.
#include <algorithm>
#include <string_view>

#include "fuzz_reader.h"
#include "http/target.h"
#include "server/json_body.h"

namespace {

void ReadTarget(std::string_view text) {
  const auto target = firth::http::ParseTarget(text);
  if (!target) return;
  firth::fuzz::Require(target->path.starts_with('/'));
  firth::fuzz::Require(target->path.find("/../") == std::string::npos);
  firth::http::FindParameter(target->query, "model");
}

void ReadBody(std::string_view text) {
  using namespace firth::server;
  const json body = ParseObject(text);
  for (const char* name : {"model", "encoding_format", "user"}) TextMember(body, name);
  CountMember(body, "dimensions");
  BoolMember(body, "normalize");
  const json* const ids = Member(body, "ids");
  if (ids != nullptr && ids->is_array()) {
    firth::fuzz::Require(IdsOf(*ids, "ids").size() == ids->size());
  }
  for (const char* name : {"input", "inputs", "texts"}) {
    if (Member(body, name) == nullptr) continue;
    const auto inputs = Inputs(Member(body, name), name, 8);
    firth::fuzz::Require(!inputs.empty() && inputs.size() <= 8);
  }
  firth::fuzz::Require(json::accept(Dump(body)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  ReadTarget(text.substr(0, end));
  try {
    ReadBody(text.substr(std::min(end + 1, text.size())));
  } catch (const firth::http::HttpError& error) {
    firth::fuzz::Require(error.status() >= 400 && error.status() < 500);
  }
  return 0;
}
