#include "formats/detect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/little_endian.h"
#include "formats/companion.h"
#include "formats/fasttext.h"
#include "formats/header.h"
#include "formats/lines.h"
#include "formats/npy_header.h"
#include "formats/projector.h"
#include "formats/safetensors_header.h"
#include "formats/text_rows.h"

namespace firth::formats {
namespace {

using namespace std::string_view_literals;

struct ForeignMagic {
  std::string_view bytes;
  std::string_view message;
};

constexpr std::array kForeign = {
    ForeignMagic{"\x1F\x8B"sv, "is compressed (gzip): decompress it first"},
    ForeignMagic{"\x28\xB5\x2F\xFD"sv, "is compressed (zstd): decompress it first"},
    ForeignMagic{"BZh"sv, "is compressed (bzip2): decompress it first"},
    ForeignMagic{"\xFD"
                 "7zXZ\0"sv,
                 "is compressed (xz): decompress it first"},
    ForeignMagic{"PK\x03\x04"sv, "is a zip archive: unpack it first"},
};

/// Python's pickle begins with 0x80 and its version; gensim saves models so.
bool IsPickle(std::string_view bytes) {
  return bytes.size() >= 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

void RefuseForeign(const Source& source) {
  for (const auto& [magic, message] : kForeign) {
    if (source.bytes.starts_with(magic)) Fail(source, std::string(message));
  }
  if (IsPickle(source.bytes)) {
    Fail(source,
         "is a Python pickle, which can run code and is not read; save it with gensim's "
         "save_word2vec_format");
  }
}

bool LooksLikeSafetensors(std::string_view bytes) {
  if (bytes.size() < 9 || bytes[8] != '{') return false;
  return base::LoadLittleEndian<std::uint64_t>(bytes.data()) <= kMaxSafetensorsHeader;
}

/// Control characters other than a tab: float32 are rarely without.
bool HasControlBytes(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\r') || byte == 0x7F;
  });
}

std::string_view FirstLine(std::string_view text) {
  Lines lines(text);
  return lines.Next() ? lines.line() : std::string_view();
}

/// Which of the two kinds that have a header: does its first row read as text?
Format TextOrBinary(std::string_view rows, std::uint64_t dim) {
  const std::string_view line = FirstLine(rows);
  const std::size_t numbers = CountNumbersAtEnd(line);
  const bool text = numbers >= dim || line.empty() || (numbers > 0 && !HasControlBytes(line));
  return text ? Format::kWord2vecText : Format::kWord2vecBinary;
}

/// Without its words a line of numbers is taken for GloVe's, unless the name says otherwise: then
/// the missing words are the matter.
bool IsProjector(const Source& source) {
  if (!LooksLikeTensors(source.bytes)) return false;
  return source.path.ends_with(".tsv") ||
         FindCompanion(ProjectorMetadataPaths(source.path)).has_value();
}

}  // namespace

Format Detect(const Source& source) {
  if (source.bytes.empty()) Fail(source, "is empty");
  RefuseForeign(source);
  if (source.bytes.starts_with(kNpyMagic)) return Format::kNpy;
  if (LooksLikeSafetensors(source.bytes)) return Format::kSafetensors;
  if (LooksLikeFasttext(source.bytes)) return Format::kFasttext;
  if (IsProjector(source)) return Format::kProjector;
  if (const auto header = ParseHeader(source.bytes)) {
    return TextOrBinary(source.bytes.substr(header->bytes), header->dim);
  }
  const std::string_view line = FirstLine(source.bytes);
  if (!HasControlBytes(line) && Commonest(CountNumbers(source.bytes)) > 0) return Format::kGlove;
  Fail(source,
       "holds no word vectors that firth knows (word2vec text or binary, GloVe, fastText, .vec, "
       "safetensors, npy, projector)");
}

}  // namespace firth::formats
