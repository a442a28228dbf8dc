/// Lines of a word and its numbers: what word2vec's text, GloVe's and fastText's .vec share.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/atomic_file.h"
#include "firth/formats.h"
#include "firth/word_vectors.h"
#include "formats/lines.h"
#include "formats/source.h"
#include "formats/vectors_builder.h"

namespace firth::formats {

/// How many numbers a line ends with. Its first token is never one of them: it is the word, or the
/// word's beginning.
std::size_t CountNumbersAtEnd(std::string_view line);

/// How many of the first 1,000 lines end with how many numbers. Words may hold blanks and numbers
/// ("at 5 0.1 0.2" beside "the 0.1 0.2"), so one line cannot tell how long the vectors are.
using NumberCounts = std::map<std::size_t, std::size_t>;
NumberCounts CountNumbers(std::string_view text);

/// The commonest, the larger of two equally common: taken too large, the other lines are refused;
/// taken too small, numbers would become parts of words. 0 for an empty text.
std::size_t Commonest(const NumberCounts& counts);

/// Reads the last values.size() numbers of `line`; what stands before them is the word, which may
/// hold blanks and may be empty. Nothing when the line is not of that kind, or a number is not
/// finite; DescribeBadRow then says why.
std::optional<std::string_view> ParseRow(std::string_view line, std::span<float> values);
std::string DescribeBadRow(std::string_view line, std::size_t dim);

/// Adds the current line of `lines`. Throws Error(kFormat) with the line.
void AddTextRow(const Source& source, const Lines& lines, VectorsBuilder& builder);

/// The most rows of `dim` numbers that so many bytes of text can hold.
std::size_t MaxTextRows(std::size_t bytes, std::size_t dim);

struct NumberStyle {
  bool five_digits = false;
  bool blank_at_end = false;  ///< of each line
};
void WriteTextRows(const WordVectors& vectors, const NumberStyle& style, base::AtomicFile& file);

}  // namespace firth::formats
