#include "train/ingest/id_cache.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "base/checksum.h"
#include "base/mapped_file.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "firth/error.h"
#include "train/ingest/block_encoder.h"
#include "train/ingest/id_cache_view.h"

namespace firth::train {
namespace {

/// What words and ids depend on, but for the corpus.
std::uint64_t SettingsFingerprint(const TrainSettings& settings) {
  base::Checksum sum;
  const auto unicode =
      settings.tokenizer.kind == TokenizerKind::kWhitespace && !settings.tokenizer.lowercase
          ? std::string_view()
          : base::UnicodeTables();
  sum.Add(fmt::format("{} {} {} {} {} {} {} {} {}", static_cast<int>(settings.tokenizer.kind),
                      static_cast<int>(settings.tokenizer.punctuation),
                      settings.tokenizer.lowercase, settings.sentence_length,
                      static_cast<int>(settings.line_end), settings.min_count, settings.max_vocab,
                      kBlockBytes, unicode));
  if (!settings.read_vocab.empty()) sum.Add(base::MappedFile::Open(settings.read_vocab)->text());
  return sum.Value();
}

std::uint64_t CorpusFingerprint(const Corpus& corpus) {
  if (const auto fingerprint = corpus.fingerprint()) return *fingerprint;
  throw Error(ErrorKind::kInput,
              "a cache of ids needs a corpus in files; standard input is read only once");
}

/// Bytes on their way to a file, and into its checksum.
class Writer {
 public:
  explicit Writer(const std::string& path) : file_(path) {}

  void Add(std::string_view bytes) {
    file_.Write(bytes);
    sum_.Add(bytes);
  }
  template <class T>
  void AddAll(std::span<const T> numbers) {
    Add({reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()});
  }
  void Commit() {
    const std::uint64_t sum = sum_.Value();
    file_.Write({reinterpret_cast<const char*>(&sum), sizeof(sum)});
    file_.Commit();
  }

 private:
  base::AtomicFile file_;
  base::Checksum sum_;
};

void AddVocabulary(Writer& writer, const Vocabulary& vocabulary, std::uint64_t& word_bytes) {
  std::vector<std::uint64_t> counts;
  std::vector<std::uint64_t> ends;
  word_bytes = 0;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    counts.push_back(Value(vocabulary.CountOf(TokenId{i})));
    ends.push_back(word_bytes += vocabulary.Word(TokenId{i}).size());
  }
  writer.AddAll<std::uint64_t>(counts);
  writer.AddAll<std::uint64_t>(ends);
}

}  // namespace

IdCache::IdCache(const Corpus& corpus, const TrainSettings& settings)
    : corpus_(corpus),
      settings_(settings),
      corpus_fingerprint_(CorpusFingerprint(corpus)),
      settings_fingerprint_(SettingsFingerprint(settings)) {}

std::optional<Ingested> IdCache::Read(std::string& reason) const {
  reason.clear();
  if (!base::Exists(settings_.id_cache)) return std::nullopt;
  auto file = base::MappedFile::Open(settings_.id_cache);
  if (file->size() > 0 && !file->text().starts_with(kIdCacheMagic)) {
    throw Error(ErrorKind::kInput,
                "is no cache of ids and will not be written over; name another file",
                settings_.id_cache);
  }
  const auto view = ViewIdCache(file->text());
  if (!view) {
    reason = "is damaged";
    return std::nullopt;
  }
  if (view->numbers.corpus != corpus_fingerprint_) {
    reason = "was made from another corpus, or an older one";
  } else if (view->numbers.settings != settings_fingerprint_) {
    reason = "was made with other settings";
  }
  if (!reason.empty()) return std::nullopt;
  Ingested ingested;
  ingested.vocabulary = view->MakeVocabulary();
  ingested.tokens_before = view->tokens_before;
  ingested.fingerprint = view->numbers.text;
  ingested.ids.emplace(IdCode(view->numbers.words), view->blocks, std::move(file),
                       settings_.id_cache);
  return ingested;
}

bool IdCache::ForEachBlock(const Ingested& ingested, const std::stop_token& stop,
                           const std::function<void(std::span<const IdCode::Unit>)>& put) const {
  if (ingested.ids) {
    for (std::uint64_t i = 0; i < ingested.blocks(); ++i) put(ingested.ids->Units(i));
    return true;
  }
  const IdCode code(ingested.vocabulary.size());
  BlockEncoder encoder(settings_);
  std::vector<TokenId> ids;
  std::vector<IdCode::Unit> units;
  const auto reader = corpus_.Open();
  while (const auto block = reader->Next()) {
    if (stop.stop_requested()) return false;
    encoder.Encode(*block, ingested.vocabulary, ids);
    units.resize(ids.size() * IdCode::kMostUnits);
    IdCode::Unit* end = units.data();
    for (const TokenId id : ids) {
      if (id == kSentenceEnd) {
        *end++ = IdCode::kEnd;
      } else {
        end = code.Put(static_cast<std::uint32_t>(id), end);
      }
    }
    put({units.data(), end});
  }
  return true;
}

bool IdCache::Write(const Ingested& ingested, const std::stop_token& stop) const {
  Writer writer(settings_.id_cache);
  writer.Add(kIdCacheMagic);
  const std::uint64_t version = kIdCacheVersion;
  writer.AddAll<std::uint64_t>({&version, 1});

  IdCacheNumbers numbers{.corpus = corpus_fingerprint_,
                         .text = ingested.fingerprint,
                         .settings = settings_fingerprint_,
                         .words = ingested.vocabulary.size()};
  std::vector<std::uint64_t> ends;
  const bool whole = ForEachBlock(ingested, stop, [&](std::span<const IdCode::Unit> units) {
    writer.AddAll(units);
    ends.push_back(numbers.units += units.size());
  });
  if (!whole) return false;
  numbers.blocks = ends.size();
  if (numbers.blocks != ingested.blocks()) {
    throw Error(ErrorKind::kInput, "the corpus has changed while it was read; train again");
  }
  constexpr std::array<IdCode::Unit, 4> kZeros{};
  writer.AddAll<IdCode::Unit>(std::span(kZeros).first(PaddedUnits(numbers.units) - numbers.units));
  AddVocabulary(writer, ingested.vocabulary, numbers.word_bytes);
  std::vector<std::uint64_t> tokens;
  for (std::uint64_t i = 0; i < numbers.blocks; ++i) {
    tokens.push_back(ingested.tokens_before[i + 1] - ingested.tokens_before[i]);
  }
  writer.AddAll<std::uint64_t>(tokens);
  writer.AddAll<std::uint64_t>(ends);
  for (std::uint32_t i = 0; i < ingested.vocabulary.size(); ++i) {
    writer.Add(ingested.vocabulary.Word(TokenId{i}));
  }
  writer.AddAll<IdCacheNumbers>({&numbers, 1});
  writer.Commit();
  return true;
}

}  // namespace firth::train
