#include "formats/writable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/utf8.h"
#include "firth/error.h"
#include "formats/source.h"

namespace firth::formats {
namespace {

/// What a word must not be or hold.
struct Limits {
  std::string_view breaking;
  bool empty_words = false;  ///< may a word be empty?
  bool utf8 = false;         ///< must a word be UTF-8?
};

/// Readers of text cut lines at newlines (some at CR as well) and words at blanks.
constexpr Limits kTextLimits = {.breaking = " \t\n\r"};

/// Nothing when `format` holds every word.
std::optional<Limits> LimitsOf(Format format) {
  switch (format) {
    case Format::kSafetensors:
      return std::nullopt;
    case Format::kWord2vecBinary:  // a word ends at a blank; newlines before it are skipped
      return Limits{.breaking = " \n"};
    case Format::kNpy:
      return Limits{.breaking = "\n\r", .empty_words = true};
    case Format::kFasttext:  // a word ends at a NUL
      return Limits{.breaking = std::string_view("\0", 1), .empty_words = true};
    case Format::kProjector:  // which passes over empty lines
      return Limits{.breaking = "\t\n\r"};
    case Format::kPgvector:
      return Limits{.breaking = std::string_view("\0", 1), .empty_words = true, .utf8 = true};
    case Format::kJsonLines:
      return Limits{.breaking = "", .empty_words = true, .utf8 = true};
    default:
      return kTextLimits;
  }
}

/// Throws for the first word that is empty or holds what it must not.
void CheckWords(const Vocabulary& vocabulary, const Limits& limits, std::string_view format,
                const std::string& path) {
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const std::string_view word = vocabulary.Word(TokenId{static_cast<std::uint32_t>(i)});
    if (word.empty() && !limits.empty_words) {
      throw Error(
          ErrorKind::kFormat,
          fmt::format("{} cannot hold the empty word of row {}; safetensors can", format, i + 1),
          path);
    }
    if (limits.utf8 && !base::IsValidUtf8(word)) {
      throw Error(ErrorKind::kFormat,
                  fmt::format("{} cannot hold the word {}, which is not UTF-8; safetensors can",
                              format, Quoted(word)),
                  path);
    }
    if (word.find_first_of(limits.breaking) != std::string_view::npos) {
      const char first = limits.breaking.front();
      const char* const what = first == '\0'   ? "NUL"
                               : first == '\n' ? "line end"
                                               : "blank or a line end";
      throw Error(ErrorKind::kFormat,
                  fmt::format("{} cannot hold the word {}, which has a {} in it; "
                              "safetensors can",
                              format, Quoted(word), what),
                  path);
    }
  }
}

/// The first row that holds a number that is not finite.
std::optional<std::uint32_t> BrokenRow(const Matrix& matrix) {
  for (std::uint32_t i = 0; i < matrix.rows(); ++i) {
    const bool whole =
        std::ranges::all_of(matrix.Row(RowId{i}), [](float value) { return std::isfinite(value); });
    if (!whole) return i;
  }
  return std::nullopt;
}

void CheckFinite(const WordVectors& vectors, Format format, const std::string& path) {
  if (const auto row = BrokenRow(vectors.matrix())) {
    const std::string word = Quoted(vectors.vocabulary().Word(TokenId{*row}));
    throw Error(ErrorKind::kFormat,
                fmt::format("the vector of {} holds a number that is not finite", word), path);
  }
  const bool writes_ngrams = format == Format::kSafetensors || format == Format::kFasttext;
  if (!writes_ngrams || vectors.subwords() == nullptr) return;
  const SubwordTable& table = *vectors.subwords();
  const auto row = BrokenRow(table.rows);
  if (!row) return;
  const std::string whose =
      table.ngrams ? fmt::format("the n-gram {}", Quoted(table.ngrams->Word(TokenId{*row})))
                   : fmt::format("n-grams in bucket {}", *row);
  throw Error(ErrorKind::kFormat,
              fmt::format("the vector of {} holds a number that is not finite", whose), path);
}

}  // namespace

void CheckWritableAs(const WordVectors& vectors, Format format, const std::string& path) {
  if (vectors.subwords() != nullptr)
    CheckWritableNgrams(vectors.subwords()->settings, format, path);
  CheckWritableWords(vectors.vocabulary(), format, path);
  CheckFinite(vectors, format, path);
}

void CheckWritableNgrams(const SubwordSettings& subwords, Format format, const std::string& path) {
  if (format != Format::kFasttext || !subwords.enabled() || !subwords.exact()) return;
  throw Error(ErrorKind::kFormat,
              "fasttext holds n-grams that share rows by their hash, and these have a row each "
              "(--ngrams exact): safetensors holds them",
              path);
}

void CheckWritableWords(const Vocabulary& vocabulary, std::optional<Format> format,
                        const std::string& path) {
  if (!format) return CheckWords(vocabulary, kTextLimits, "a vocabulary file", path);
  if (const auto limits = LimitsOf(*format)) {
    CheckWords(vocabulary, *limits, FormatName(*format), path);
  }
}

}  // namespace firth::formats
