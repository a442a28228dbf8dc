#include "teach/other_models.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <utility>
#include <vector>

#include "base/temporary.h"
#include "firth/cooccurrence.h"
#include "firth/glove.h"
#include "firth/train.h"
#include "learn/steps.h"

namespace firth::teach {
namespace {

constexpr std::size_t kShownPairs = 10;
constexpr std::size_t kNearest = 5;

std::unique_ptr<Corpus> TenSentences() { return TextCorpus(learn::MeaningText()); }

/// All words are kept; the same numbers on every machine.
TrainSettings Small(ContextKind context) {
  TrainSettings settings;
  StartFrom(settings, context);
  settings.model.dim = 10;
  settings.model.window = 4;
  settings.min_count = 1;
  settings.sample = 0;
  settings.threads = 1;
  settings.cpu_target = CpuTarget::kScalar;
  return settings;
}

struct CountedPair {
  std::string a;
  std::string b;
  double count = 0;
};

/// Each pair once, the most frequent first.
std::vector<CountedPair> CountPairs(const TrainSettings& settings) {
  const base::TemporaryFolder folder(base::TemporaryPlace(), "firth-");
  const std::string path = folder.path() + "/pairs.txt";
  WriteCooccurrences(*TenSentences(), settings, {.window = settings.model.window},
                     {.path = path, .format = CooccurrenceFormat::kText});
  std::vector<CountedPair> pairs;
  std::ifstream file(path);
  for (CountedPair pair; file >> pair.a >> pair.b >> pair.count;) {
    if (pair.a < pair.b) pairs.push_back(pair);
  }
  std::ranges::stable_sort(pairs, std::ranges::greater(), &CountedPair::count);
  return pairs;
}

double Product(const GloveModel& model, RowId a, RowId b) {
  double sum = double{model.biases.Row(a)[0]} + double{model.context_biases.Row(b)[0]};
  const auto word = model.vectors.input.Row(a);
  const auto context = model.vectors.output.Row(b);
  for (std::size_t c = 0; c < word.size(); ++c) sum += double{word[c]} * double{context[c]};
  return sum;
}

Json Scored(const std::vector<ScoredWord>& words) {
  Json list = Json::array();
  for (const auto& [word, score] : words) {
    list.push_back({{"word", word}, {"cosine", Number(score)}});
  }
  return list;
}

}  // namespace

Json OtherModels::Glove() {
  const std::lock_guard lock(mutex_);
  if (!glove_.is_null()) return glove_;
  TrainSettings settings = Small(ContextKind::kGlove);
  settings.epochs = 200;
  settings.model.glove.x_max = 10;
  GloveResult trained = TrainGlove(*TenSentences(), settings);
  Json rows = Json::array();
  const Vocabulary& words = trained.model.vectors.vocabulary;
  // From the most frequent pairs to the rarest, evenly.
  const std::vector<CountedPair> pairs = CountPairs(settings);
  for (std::size_t i = 0; i < std::min(kShownPairs, pairs.size()); ++i) {
    const auto& [a, b, count] = pairs[i * (pairs.size() - 1) / (kShownPairs - 1)];
    rows.push_back(
        {{"a", a},
         {"b", b},
         {"count", count},
         {"log", std::log(count)},
         {"product", Product(trained.model, RowOf(*words.Find(a)), RowOf(*words.Find(b)))},
         {"weight", std::min(1.0, std::pow(count / settings.model.glove.x_max,
                                           settings.model.glove.alpha))}});
  }
  const std::size_t count = pairs.size();
  const WordVectors vectors = ToWordVectors(std::move(trained.model), OutputVectors::kSum, false);
  const WordQueries queries(vectors, CpuTarget::kScalar);
  const auto pair = [&queries](const char* a, const char* b) {
    return Json{{"a", a}, {"b", b}, {"cosine", Number(queries.Similarity(a, b))}};
  };
  glove_ = {{"pairs", count},
            {"rows", std::move(rows)},
            {"x_max", settings.model.glove.x_max},
            {"alpha", settings.model.glove.alpha},
            {"epochs", settings.epochs},
            {"cosines", {pair("king", "queen"), pair("man", "woman"), pair("king", "apple")}}};
  return glove_;
}

Json OtherModels::Fasttext(const std::string& word) {
  const std::lock_guard lock(mutex_);
  if (!subwords_) {
    TrainSettings settings = Small(ContextKind::kSkipgram);
    settings.model.subwords = {.min_length = 3, .max_length = 6, .buckets = 5'000};
    settings.epochs = 200;
    settings.lr = 0.05;
    subwords_ = ToWordVectors(Train(*TenSentences(), settings).model);
  }
  const WordQueries queries(*subwords_, CpuTarget::kScalar);
  const auto vector = subwords_->VectorOf(word);
  Json numbers = Json::array();
  if (vector) {
    for (const float number : *vector) numbers.push_back(Number(number));
  }
  return {{"word", word},
          {"known", subwords_->Find(word).has_value()},
          {"ngrams", Subwords(word, subwords_->subwords()->settings)},
          {"vector", std::move(numbers)},
          {"nearest", vector ? Scored(queries.Neighbors(std::span(&word, 1), kNearest)) : Json()}};
}

}  // namespace firth::teach
