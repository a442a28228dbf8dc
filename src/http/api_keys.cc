#include "http/api_keys.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace firth::http {

ApiKeys::Digest ApiKeys::DigestOf(std::string_view key) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
  return digest;
}

ApiKeys::ApiKeys(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) digests_.push_back(DigestOf(key));
}

void ApiKeys::Check(const Request& request) const {
  if (digests_.empty()) return;
  static constexpr std::string_view kBearer = "Bearer ";
  std::string_view given = request.Header("authorization");
  if (!given.starts_with(kBearer))
    throw HttpError(401, "a key is missing: Authorization: Bearer KEY");
  given.remove_prefix(kBearer.size());
  const Digest digest = DigestOf(given);
  unsigned fits = 0;
  for (const Digest& known : digests_) {
    fits |= CRYPTO_memcmp(digest.data(), known.data(), digest.size()) == 0 ? 1U : 0U;
  }
  if (fits == 0) throw HttpError(401, "the key is not known");
}

}  // namespace firth::http
