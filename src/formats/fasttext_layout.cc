#include "formats/fasttext_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "base/little_endian.h"
#include "formats/fasttext_cursor.h"
#include "formats/header.h"

namespace firth::formats {
namespace {

constexpr std::uint64_t kEntryBytes = 10;  ///< of an empty word: NUL, count, kind

using Cursor = FasttextCursor;

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

/// Words come first, then labels: a word's number is its row. Calls visit(word, count, is_word).
template <class Visit>
void TakeEntries(const Source& source, const FasttextStart& start, Cursor& cursor,
                 const Visit& visit) {
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
    visit(word, Count{static_cast<std::uint64_t>(count)}, is_word);
  }
}

std::string_view TakePairs(const Source& source, const FasttextStart& start, Cursor& cursor) {
  constexpr std::uint64_t kPairBytes = 2 * sizeof(std::int32_t);
  const auto pairs = static_cast<std::uint64_t>(std::max<std::int64_t>(start.pruned, 0));
  if (pairs > source.bytes.size() / kPairBytes) {
    FailAtByte(source, cursor.at(), "the table of n-grams is longer than the file");
  }
  return cursor.TakeBytes(pairs * kPairBytes, "the table of n-grams");
}

/// From pairs of a bucket and its row among those that were kept.
std::shared_ptr<const KeptBuckets> ParsePairs(const Source& source, std::string_view bytes,
                                              std::int32_t buckets) {
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::vector<std::uint32_t> kept(bytes.size() / sizeof(std::uint64_t), kNone);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const char* const pair = bytes.data() + i * sizeof(std::uint64_t);
    const auto bucket = base::LoadLittleEndian<std::int32_t>(pair);
    const auto row = base::LoadLittleEndian<std::uint32_t>(pair + sizeof(bucket));
    const bool fits = bucket >= 0 && bucket < buckets && row < kept.size() && kept[row] == kNone;
    if (!fits) {
      Fail(source, fmt::format("the table of n-grams gives row {} of {} to bucket {} of {}", row,
                               kept.size(), bucket, buckets));
    }
    kept[row] = static_cast<std::uint32_t>(bucket);
  }
  return std::make_shared<const KeptBuckets>(std::move(kept));
}

/// Reads the byte before the input matrix.
bool TakeIsQuantised(const Source& source, const FasttextStart& start, Cursor& cursor) {
  const bool quantised = start.version != 0 && cursor.Take<std::uint8_t>("the matrices") != 0;
  if (start.pruned >= 0 && !quantised) {
    Fail(
        source,
        "is a pruned fastText model that is not quantised, of an age whose files fastText refuses, "
        "too: quantise the .bin that it was made from again");
  }
  return quantised;
}

}  // namespace

SubwordSettings FasttextArguments::Subwords() const {
  if (longest <= 0 || buckets <= 0) return {};
  return {.min_length = static_cast<std::size_t>(shortest),
          .max_length = static_cast<std::size_t>(longest),
          .buckets = static_cast<std::size_t>(buckets)};
}

FasttextStart ReadStart(const Source& source) { return TakeStart(source); }

bool IsQuantised(const Source& source, const FasttextStart& start) {
  Cursor cursor(source, start.end);
  TakeEntries(source, start, cursor, [](std::string_view, Count, bool) {});
  TakePairs(source, start, cursor);
  return TakeIsQuantised(source, start, cursor);
}

FasttextBody ReadBody(const Source& source, const FasttextStart& start) {
  Cursor cursor(source, start.end);
  FasttextBody body;
  constexpr std::size_t kUsualWordBytes = 8;
  body.words.Reserve(start.words, start.words * kUsualWordBytes);
  TakeEntries(source, start, cursor, [&body](std::string_view word, Count count, bool is_word) {
    (is_word ? body.words : body.labels).Add(word, count);
  });
  const std::string_view pairs = TakePairs(source, start, cursor);
  if (start.pruned >= 0) body.kept = ParsePairs(source, pairs, start.arguments.buckets);
  const std::int32_t dim = start.arguments.dim;
  const bool quantised = TakeIsQuantised(source, start, cursor);
  body.input = TakeFasttextMatrix(cursor, quantised, dim, "the input matrix");
  const SubwordSettings subwords = start.arguments.Subwords();
  const std::uint64_t buckets = body.kept            ? body.kept->size()
                                : subwords.enabled() ? subwords.buckets
                                                     : 0;
  if (body.input.rows < start.words + buckets) {
    Fail(source, fmt::format("has {} rows for {} words and {} buckets of n-grams", body.input.rows,
                             start.words, buckets));
  }
  const bool codes = start.version != 0 && cursor.Take<std::uint8_t>("the output matrix") != 0;
  body.output = TakeFasttextMatrix(cursor, quantised && codes, dim, "the output matrix");
  if (cursor.at() != source.bytes.size()) {
    FailAtByte(source, cursor.at(),
               fmt::format("{} after the output matrix", Counted(cursor.left(), "byte")));
  }
  return body;
}

}  // namespace firth::formats
