#include "http/page.h"

#include <fmt/format.h>

#include <utility>

#include "base/checksum.h"

namespace firth::http {

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
