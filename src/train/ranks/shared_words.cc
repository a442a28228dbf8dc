#include "train/ranks/shared_words.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "firth/error.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"

namespace firth::train {
namespace {

void AppendWord(std::string& message, std::string_view word, Count count) {
  base::AppendLittleEndian(message, static_cast<std::uint32_t>(word.size()));
  base::AppendLittleEndian(message, Value(count));
  message += word;
}

template <class Visit>
void ForEachWord(std::string_view message, const Visit& visit) {
  MessageReader reader(message);
  while (!reader.empty()) {
    const auto size = reader.Take<std::uint32_t>();
    const Count count{reader.Take<std::uint64_t>()};
    visit(reader.Take(size), count);
  }
}

std::string MessageOf(const Vocabulary& words) {
  std::string message;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    AppendWord(message, words.Word(TokenId{i}), words.CountOf(TokenId{i}));
  }
  return message;
}

/// The words whose hash names this rank, with the sums of all ranks' counts.
Vocabulary SumOfOwn(Communicator& ranks, const Vocabulary& counted) {
  std::vector<std::string> parts(ranks.size());
  for (std::uint32_t i = 0; i < counted.size(); ++i) {
    const std::string_view word = counted.Word(TokenId{i});
    AppendWord(parts[base::ChecksumOf(word) % ranks.size()], word, counted.CountOf(TokenId{i}));
  }
  std::vector<std::string> got = AllToAll(ranks, std::move(parts));

  std::vector<Count> counts;
  Vocabulary words;
  for (std::string& message : got) {
    ForEachWord(message, [&](std::string_view word, Count count) {
      const auto known = words.Find(word);
      const TokenId id = known ? *known : words.Add(word);
      counts.resize(words.size());
      counts[Index(id)] = counts[Index(id)] + count;
    });
    message = {};
  }
  Vocabulary sums;
  for (std::uint32_t i = 0; i < words.size(); ++i) sums.Add(words.Word(TokenId{i}), counts[i]);
  return sums;
}

}  // namespace

Vocabulary MergeWords(Communicator& ranks, const Vocabulary& counted, std::uint64_t least) {
  const Vocabulary own = SumOfOwn(ranks, counted);
  std::string kept;
  for (std::uint32_t i = 0; i < own.size(); ++i) {
    const std::string_view word = own.Word(TokenId{i});
    const Count count = own.CountOf(TokenId{i});
    if (Value(count) >= least || word == kLineEndWord) AppendWord(kept, word, count);
  }
  Vocabulary all;
  for (const std::string& message : Gather(ranks, std::move(kept))) {
    ForEachWord(message, [&all](std::string_view word, Count count) { all.Add(word, count); });
  }
  return all;
}

ChooseVocabulary ChooserOfAll(Communicator& ranks, const TrainSettings& settings) {
  return [&](const Vocabulary& counted) {
    return Select(MergeWords(ranks, counted, settings.min_count), SelectionOf(settings));
  };
}

void RequireWordsOfAny(Communicator& ranks, const Ingested& ingested,
                       const TrainSettings& settings) {
  if (SumOver(ranks, ingested.has_words ? 1 : 0) > 0) return;
  const std::string& given = settings.init.empty() ? settings.read_vocab : settings.init;
  if (!given.empty() || !ingested.vocabulary.empty()) {
    throw Error(ErrorKind::kInput, "no word of the corpus is in this vocabulary", given);
  }
  throw Error(ErrorKind::kInput,
              fmt::format("no word of the corpus, all ranks' parts together, occurs {} times; "
                          "lower --min-count",
                          settings.min_count));
}

Vocabulary WordsOfFirst(Communicator& ranks, const Vocabulary& words) {
  const std::string message = FromFirst(ranks, ranks.rank() == 0 ? MessageOf(words) : "");
  Vocabulary same;
  ForEachWord(message, [&same](std::string_view word, Count count) { same.Add(word, count); });
  return same;
}

}  // namespace firth::train
