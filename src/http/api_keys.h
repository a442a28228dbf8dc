/// Keys by which clients show that they may ask.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "http/message.h"

namespace firth::http {

/// Keys are kept and compared as SHA-256, all of them, in a time that does not depend on what a
/// client sent.
/// Threads: safe.
class ApiKeys {
 public:
  /// No key: everybody may ask.
  explicit ApiKeys(const std::vector<std::string>& keys);

  /// "Authorization: Bearer KEY". Throws HttpError(401).
  void Check(const Request& request) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  static Digest DigestOf(std::string_view key);

  std::vector<Digest> digests_;
};

}  // namespace firth::http
