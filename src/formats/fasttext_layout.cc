#include "formats/fasttext_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/little_endian.h"
#include "formats/header.h"

namespace firth::formats {
namespace {

constexpr std::uint64_t kEntryBytes = 10;  ///< of an empty word: NUL, count, kind

/// Walks over the file.
class Cursor {
 public:
  Cursor(const Source& source, std::size_t at) : source_(source), at_(at) {}

  std::size_t at() const { return at_; }

  template <class T>
  T Take(const char* what) {
    return base::LoadLittleEndian<T>(TakeBytes(sizeof(T), what).data());
  }

  std::string_view TakeBytes(std::uint64_t count, const char* what) {
    if (source_.bytes.size() - at_ < count) {
      FailAtByte(source_, at_, fmt::format("the file ends within {}", what));
    }
    const std::string_view bytes = source_.bytes.substr(at_, count);
    at_ += count;
    return bytes;
  }

  std::string_view TakeWord() {
    const std::size_t end = source_.bytes.find('\0', at_);
    if (end == std::string_view::npos) FailAtByte(source_, at_, "the file ends within a word");
    const std::string_view word = source_.bytes.substr(at_, end - at_);
    at_ = end + 1;
    return word;
  }

  /// Rows of `columns` float32.
  FasttextMatrix TakeMatrix(std::int32_t columns, const char* what) {
    const std::size_t begin = at_;
    const auto rows = Take<std::int64_t>(what);
    const auto width = Take<std::int64_t>(what);
    if (rows < 0 || width != columns) {
      FailAtByte(
          source_, begin,
          fmt::format("{} of {} x {} numbers, but vectors have {}", what, rows, width, columns));
    }
    const std::uint64_t row_bytes = static_cast<std::uint64_t>(columns) * sizeof(float);
    const std::uint64_t room = source_.bytes.size() - at_;
    const auto count = static_cast<std::uint64_t>(rows);
    if (count > room / row_bytes) {
      FailAtByte(source_, begin, fmt::format("{} of {} rows is longer than the file", what, rows));
    }
    return {count, TakeBytes(count * row_bytes, what)};
  }

 private:
  const Source& source_;
  std::size_t at_;
};

constexpr std::array kArguments = {
    &FasttextArguments::dim,      &FasttextArguments::window,
    &FasttextArguments::epochs,   &FasttextArguments::min_count,
    &FasttextArguments::negative, &FasttextArguments::word_ngrams,
    &FasttextArguments::loss,     &FasttextArguments::model,
    &FasttextArguments::buckets,  &FasttextArguments::shortest,
    &FasttextArguments::longest,  &FasttextArguments::lr_update_rate};

FasttextArguments TakeArguments(Cursor& cursor) {
  FasttextArguments arguments;
  for (const auto field : kArguments) arguments.*field = cursor.Take<std::int32_t>("the settings");
  arguments.sample = cursor.Take<double>("the settings");
  return arguments;
}

void CheckArguments(const Source& source, const FasttextArguments& arguments) {
  const auto check = [&](const char* name, std::int64_t value, std::int64_t low,
                         std::int64_t high) {
    if (value >= low && value <= high) return;
    Fail(source,
         fmt::format("is a fastText model whose setting {} is {}, which cannot be", name, value));
  };
  check("dim", arguments.dim, 1, kMaxDim);
  check("bucket", arguments.buckets, 0, std::numeric_limits<std::int32_t>::max());
  check("loss", arguments.loss, 1, 4);
  check("model", arguments.model, 1, 3);
  check("minn", arguments.shortest, 0, kMaxNgram);
  check("maxn", arguments.longest, 0, kMaxNgram);
}

/// The version, or 0 where there is none.
std::int32_t TakeVersion(const Source& source, Cursor& cursor) {
  if (source.bytes.size() < sizeof(kFasttextMagic)) return 0;
  if (base::LoadLittleEndian<std::int32_t>(source.bytes.data()) != kFasttextMagic) return 0;
  cursor.Take<std::int32_t>("the version");
  const auto version = cursor.Take<std::int32_t>("the version");
  if (version != 11 && version != kFasttextVersion) {
    Fail(source, fmt::format("is a fastText model of version {}; firth reads 11 and 12", version));
  }
  return version;
}

FasttextStart TakeStart(const Source& source) {
  Cursor cursor(source, 0);
  FasttextStart start;
  start.version = TakeVersion(source, cursor);
  start.arguments = TakeArguments(cursor);
  CheckArguments(source, start.arguments);
  // fastText, too: version 11 wrote for classifiers what it had not used.
  const bool supervised = start.arguments.model == kSupervised;
  if (start.version == 11 && supervised) start.arguments.longest = 0;
  const std::size_t begin = cursor.at();
  const auto all = cursor.Take<std::int32_t>("the counts of words");
  const auto words = cursor.Take<std::int32_t>("the counts of words");
  const auto labels = cursor.Take<std::int32_t>("the counts of words");
  const auto tokens = cursor.Take<std::int64_t>("the counts of words");
  if (start.version != 0) start.pruned = cursor.Take<std::int64_t>("the counts of words");
  const bool adds_up = words >= 0 && labels >= 0 && std::int64_t{words} + labels == all;
  const std::size_t room = source.bytes.size() - cursor.at();
  if (!adds_up || static_cast<std::uint64_t>(all) > room / kEntryBytes || start.pruned < -1) {
    FailAtByte(source, begin,
               fmt::format("{} words and {} labels, {} together: the file is cut short, or no "
                           "fastText model",
                           words, labels, all));
  }
  start.words = static_cast<std::uint64_t>(words);
  start.labels = static_cast<std::uint64_t>(labels);
  start.tokens = static_cast<std::uint64_t>(std::max<std::int64_t>(tokens, 0));
  start.end = cursor.at();
  return start;
}

/// Words come first, then labels: a word's number is its row.
void TakeWords(const Source& source, const FasttextStart& start, Cursor& cursor,
               FasttextBody& body) {
  constexpr std::int8_t kWord = 0;
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < start.words + start.labels; ++i) {
    const std::size_t begin = cursor.at();
    const std::string_view word = cursor.TakeWord();
    const auto count = cursor.Take<std::int64_t>("a word's count");
    const bool is_word = cursor.Take<std::int8_t>("a word's kind") == kWord;
    if (is_word != (i < start.words)) {
      FailAtByte(source, begin, "a label stands among the words, or a word among the labels");
    }
    if (count < 0 || __builtin_add_overflow(total, static_cast<std::uint64_t>(count), &total)) {
      FailAtByte(source, begin, fmt::format("the count of {} cannot be", Quoted(word)));
    }
    (is_word ? body.words : body.labels).Add(word, Count{static_cast<std::uint64_t>(count)});
  }
}

}  // namespace

SubwordSettings FasttextArguments::Subwords() const {
  if (longest <= 0 || buckets <= 0) return {};
  return {.min_length = static_cast<std::size_t>(shortest),
          .max_length = static_cast<std::size_t>(longest),
          .buckets = static_cast<std::size_t>(buckets)};
}

FasttextStart ReadStart(const Source& source) { return TakeStart(source); }

FasttextBody ReadBody(const Source& source, const FasttextStart& start) {
  Cursor cursor(source, start.end);
  FasttextBody body;
  TakeWords(source, start, cursor, body);
  if (start.pruned > 0) {
    const auto pairs = static_cast<std::uint64_t>(start.pruned);
    constexpr std::uint64_t kPairBytes = 2 * sizeof(std::int32_t);
    if (pairs > source.bytes.size() / kPairBytes) {
      FailAtByte(source, cursor.at(), "the table of n-grams is longer than the file");
    }
    cursor.TakeBytes(pairs * kPairBytes, "the table of n-grams");
  }
  const bool quantised = start.version != 0 && cursor.Take<std::uint8_t>("the matrices") != 0;
  if (quantised || start.pruned >= 0) {
    Fail(source,
         "is a quantised fastText model, which this version does not read; the .bin that it was "
         "made from can be");
  }
  body.input = cursor.TakeMatrix(start.arguments.dim, "the input matrix");
  const SubwordSettings subwords = start.arguments.Subwords();
  const std::uint64_t needed = start.words + (subwords.enabled() ? subwords.buckets : 0);
  if (body.input.rows < needed) {
    Fail(source, fmt::format("has {} rows for {} words and {} buckets of n-grams", body.input.rows,
                             start.words, needed - start.words));
  }
  if (start.version != 0) cursor.Take<std::uint8_t>("the output matrix");
  body.output = cursor.TakeMatrix(start.arguments.dim, "the output matrix");
  if (cursor.at() != source.bytes.size()) {
    FailAtByte(source, cursor.at(),
               fmt::format("{} after the output matrix",
                           Counted(source.bytes.size() - cursor.at(), "byte")));
  }
  return body;
}

}  // namespace firth::formats
