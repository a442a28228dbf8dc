#include "text/normalizer/nfc.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <cstdint>

#include "base/utf8.h"
#include "firth/error.h"

namespace firth::text {
namespace {

void Check(UErrorCode status) {
  if (U_FAILURE(status)) throw Error(ErrorKind::kInput, u_errorName(status));
}

const icu::Normalizer2& Nfc() {
  static const icu::Normalizer2* const kInstance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
    Check(status);
    return instance;
  }();
  return *kInstance;
}

}  // namespace

std::string_view Compose(std::string_view text, std::string& scratch) {
  if (base::IsAscii(text)) return text;
  const auto length = static_cast<std::int32_t>(text.size());
  const icu::StringPiece piece(text.data(), length);
  UErrorCode status = U_ZERO_ERROR;
  const bool composed = Nfc().isNormalizedUTF8(piece, status) != 0;
  Check(status);
  if (composed) return text;
  scratch.clear();
  icu::StringByteSink<std::string> sink(&scratch, length);
  Nfc().normalizeUTF8(0, piece, sink, nullptr, status);
  Check(status);
  return scratch;
}

}  // namespace firth::text
