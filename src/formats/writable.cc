#include "formats/writable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "firth/error.h"
#include "formats/source.h"

namespace firth::formats {
namespace {

/// Readers of text cut lines at newlines (some at CR as well) and words at blanks.
constexpr std::string_view kBreaksText = " \t\n\r";
/// word2vec's binary words end at a blank; newlines before a word are skipped.
constexpr std::string_view kBreaksBinary = " \n";

/// Throws for the first word that is empty or holds one of `breaking`.
void CheckWords(const Vocabulary& vocabulary, std::string_view breaking, std::string_view format,
                const std::string& path) {
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const std::string_view word = vocabulary.Word(TokenId{static_cast<std::uint32_t>(i)});
    if (word.empty()) {
      throw Error(
          ErrorKind::kFormat,
          fmt::format("{} cannot hold the empty word of row {}; safetensors can", format, i + 1),
          path);
    }
    if (word.find_first_of(breaking) != std::string_view::npos) {
      throw Error(ErrorKind::kFormat,
                  fmt::format("{} cannot hold the word {}, which has a blank or a line end in it; "
                              "safetensors can",
                              format, Quoted(word)),
                  path);
    }
  }
}

void CheckFinite(const WordVectors& vectors, const std::string& path) {
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    const auto row = vectors.matrix().Row(RowOf(id));
    if (std::ranges::all_of(row, [](float value) { return std::isfinite(value); })) continue;
    throw Error(ErrorKind::kFormat,
                fmt::format("the vector of {} holds a number that is not finite",
                            Quoted(vectors.vocabulary().Word(id))),
                path);
  }
}

}  // namespace

void CheckWritableAs(const WordVectors& vectors, Format format, const std::string& path) {
  if (format != Format::kSafetensors) {
    const bool binary = format == Format::kWord2vecBinary;
    CheckWords(vectors.vocabulary(), binary ? kBreaksBinary : kBreaksText, FormatName(format),
               path);
  }
  CheckFinite(vectors, path);
}

void CheckWritableWords(const Vocabulary& vocabulary, const std::string& path) {
  CheckWords(vocabulary, kBreaksText, "a vocabulary file", path);
}

}  // namespace firth::formats
