#include "teach/real_words.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "firth/corpus.h"
#include "firth/formats.h"
#include "firth/project.h"
#include "http/message.h"

namespace firth::teach {
namespace {

constexpr std::array<std::string_view, 4> kFour = {"king", "queen", "man", "woman"};
/// Who stands beside them in the plane, as far as the vectors know them.
constexpr std::array<std::string_view, 8> kBeside = {"prince", "princess", "boy",   "girl",
                                                     "father", "mother",   "uncle", "aunt"};
constexpr std::size_t kNearest = 6;
/// A text of fewer bytes is small: rare words are kept, and it is read more often.
constexpr std::uint64_t kSmallText = 4'000'000;

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

Json Scored(const std::vector<ScoredWord>& words) {
  Json list = Json::array();
  for (const auto& [word, score] : words) {
    list.push_back({{"word", word}, {"cosine", Number(score)}});
  }
  return list;
}

/// The cosine of a - b and c - d.
float CosineOfOffsets(const WordVectors& vectors) {
  const auto king = *vectors.Find("king");
  const auto queen = *vectors.Find("queen");
  const auto man = *vectors.Find("man");
  const auto woman = *vectors.Find("woman");
  Matrix offsets(2, vectors.dim(), RowLayout::kDense);
  for (std::size_t c = 0; c < vectors.dim(); ++c) {
    offsets.MutableRow(RowId{0})[c] = woman[c] - man[c];
    offsets.MutableRow(RowId{1})[c] = queen[c] - king[c];
  }
  const ExactIndex index(offsets.view());
  return index.Search(offsets.Row(RowId{0}), 1, std::array{RowId{0}}).front().score;
}

/// Where the words stand to each other.
Json Plane(const WordVectors& vectors, const std::vector<std::string>& words) {
  Matrix rows(words.size(), vectors.dim(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    std::ranges::copy(*vectors.Find(words[i]), rows.MutableRow(RowId{i}).begin());
  }
  Json places = Json::array();
  for (const auto& [x, y] : Project(rows.view(), {.method = ProjectionMethod::kPca}).points) {
    places.push_back({Number(x), Number(y)});
  }
  return places;
}

}  // namespace

RealWords::RealWords(const std::string& vectors, std::string corpus, CpuTarget target)
    : corpus_(std::move(corpus)), target_(target) {
  if (vectors.empty()) return;
  job_.Start(
      [this, vectors](const std::stop_token&) { Take(NameOf(vectors), ReadWordVectors(vectors)); });
}

std::shared_ptr<const RealWords::Known> RealWords::known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

void RealWords::Take(std::string name, WordVectors vectors) {
  const auto known = std::make_shared<const Known>(std::move(name), std::move(vectors), target_);
  Json company = Company(*known);
  const std::lock_guard lock(mutex_);
  known_ = known;
  company_ = std::move(company);
}

Json RealWords::Company(const Known& known) const {
  Json json = {{"name", known.name},
               {"words", known.vectors.size()},
               {"dim", known.vectors.dim()},
               {"missing", Json::array()}};
  std::vector<std::string> shown;
  for (const std::string_view word : kFour) {
    if (!known.vectors.Find(word)) json["missing"].push_back(word);
    shown.emplace_back(word);
  }
  if (!json["missing"].empty()) return json;
  Json cosines = Json::array();
  for (const std::string& a : shown) {
    for (const std::string& b : shown) cosines.push_back(Number(known.queries.Similarity(a, b)));
  }
  json["cosines"] = std::move(cosines);
  json["offsets"] = Number(CosineOfOffsets(known.vectors));
  json["analogy"] = Scored(known.queries.Analogy("man", "woman", "king", kNearest));
  for (const std::string_view word : kBeside) {
    if (known.vectors.Find(word)) shown.emplace_back(word);
  }
  json["places"] = Plane(known.vectors, shown);
  json["shown"] = std::move(shown);
  return json;
}

Json RealWords::State() const {
  const bool running = job_.running();
  const std::string failure = job_.failure();
  const std::lock_guard lock(mutex_);
  Json json = {{"state", "none"}, {"corpus", corpus_.empty() ? Json() : Json(NameOf(corpus_))}};
  if (known_) {
    json["state"] = "ready";
    json["company"] = company_;
  }
  if (running) {
    json["state"] = training_ ? "training" : "reading";
    json["progress"] = progress_;
    json["losses"] = losses_;
  } else if (!failure.empty()) {
    json["state"] = "failed";
    json["message"] = failure;
  }
  return json;
}

void RealWords::TrainText(std::string text) {
  if (text.empty())
    throw http::HttpError(400, "this text is empty: there is nothing to learn from");
  Begin([this, text = std::move(text)](const std::stop_token& stop) {
    Learn(*TextCorpus(text), text.size() < kSmallText, "", stop);
  });
}

void RealWords::TrainCorpus() {
  if (corpus_.empty()) throw http::HttpError(400, "there is no corpus to train on: choose a file");
  Begin([this](const std::stop_token& stop) {
    const auto corpus = OpenCorpus({corpus_});
    Learn(*corpus, corpus->bytes_on_disk() < kSmallText, NameOf(corpus_), stop);
  });
}

void RealWords::Begin(std::function<void(const std::stop_token&)> learn) {
  const bool began = job_.Start([this, learn = std::move(learn)](const std::stop_token& stop) {
    {
      const std::lock_guard lock(mutex_);
      training_ = true;
      progress_ = Json();
      losses_ = Json::array();
    }
    learn(stop);
  });
  if (!began) throw http::HttpError(409, "something is being trained or read already");
}

void RealWords::Learn(const Corpus& corpus, bool small, const std::string& name,
                      const std::stop_token& stop) {
  TrainSettings settings;
  settings.tokenizer = {TokenizerKind::kWords, Punctuation::kDrop, true};
  settings.min_count = small ? 2 : 10;
  settings.epochs = small ? 20 : 10;
  settings.cpu_target = target_;
  TrainObserver observer;
  observer.progress = [this](const Progress& progress) { Report(progress); };
  observer.stop = stop;
  TrainResult result = firth::Train(corpus, settings, observer);
  if (!result.stopped) Take(name, ToWordVectors(std::move(result.model)));
}

void RealWords::Report(const Progress& progress) {
  const double share = progress.words_total == 0 ? 0
                                                 : static_cast<double>(progress.words_done) /
                                                       static_cast<double>(progress.words_total);
  const std::lock_guard lock(mutex_);
  progress_ = {{"share", share},
               {"epoch", progress.epoch},
               {"epochs", progress.epochs},
               {"words_per_second", std::round(progress.words_per_second)},
               {"seconds_left", progress.seconds_left}};
  if (std::isfinite(progress.loss) && progress.loss > 0) losses_.push_back(progress.loss);
}

Json RealWords::Neighbors(const std::string& word) const {
  const auto known = this->known();
  if (!known) throw http::HttpError(404, "there are no vectors yet");
  return Scored(known->queries.Neighbors(std::span(&word, 1), kNearest));
}

}  // namespace firth::teach
