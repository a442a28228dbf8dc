/// What a file says of itself, as `firth info` shows it and limits of memory are held to: where the
/// file can be read it is true.
#include <optional>

#include "firth/formats.h"
#include "formats/detect.h"
#include "formats/glove.h"
#include "formats/memory_limit.h"
#include "formats/npy.h"
#include "formats/safetensors.h"
#include "formats/word2vec_binary.h"
#include "formats/word2vec_text.h"
#include "fuzz_reader.h"

namespace {

using firth::Format;
using firth::formats::Source;

struct Reader {
  firth::FileInfo (*describe)(const Source& source);
  firth::WordVectors (*read)(const Source& source, const firth::ReadOptions& options);
};

/// Nothing where words stand in a file of their own.
std::optional<Reader> ReaderOf(Format format) {
  namespace formats = firth::formats;
  switch (format) {
    case Format::kWord2vecText:
      return Reader{formats::DescribeWord2vecText, formats::ReadWord2vecText};
    case Format::kWord2vecBinary:
      return Reader{formats::DescribeWord2vecBinary, formats::ReadWord2vecBinary};
    case Format::kGlove:
      return Reader{formats::DescribeGlove, formats::ReadGlove};
    case Format::kSafetensors:
      return Reader{formats::DescribeSafetensors, formats::ReadSafetensors};
    default:
      return std::nullopt;
  }
}

firth::Vocabulary Check(const Source& source) {
  const Format format = firth::formats::Detect(source);
  if (format == Format::kNpy) firth::formats::DescribeNpy(source);
  const auto reader = ReaderOf(format);
  if (!reader) return {};
  const firth::FileInfo info = reader->describe(source);
  firth::fuzz::Require(info.dim > 0);
  // A limit that any input is too large for: the error is made of what the file claims.
  try {
    firth::formats::RequireMemory(source, {.memory_limit = 64}, [&] { return info; });
  } catch (const firth::Error&) {
  }
  const firth::WordVectors vectors = reader->read(source, {});
  firth::fuzz::Require(vectors.dim() == info.dim);
  // GloVe's row for unknown words may stand behind the promised ones.
  firth::fuzz::Require(vectors.size() == info.words || vectors.size() == info.words + 1);
  firth::fuzz::Require(vectors.metadata() == info.metadata);
  return vectors.vocabulary().Clone();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::Run(data, size, Check);
}
