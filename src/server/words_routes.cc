#include "server/words_routes.h"

#include <utility>

#include "server/words_model.h"

namespace firth::server {
namespace {

using WordsPointer = std::shared_ptr<const WordsModel>;

/// As many answers as anybody looks at.
constexpr std::size_t kMostAnswers = 1000;

WordsPointer WordsOf(const Service& service, const json& body) {
  const auto name = TextMember(body, "model");
  for (const auto& model : *service.models.all()) {
    auto words = std::dynamic_pointer_cast<const WordsModel>(model);
    if (words && words->info().name == name.value_or(words->info().name)) return words;
  }
  ModelNamed(service, name);  // throws when there is none at all
  throw FieldError(422, "model", "word vectors alone answer this");
}

std::size_t CountOf(const json& body) {
  const std::size_t count = CountMember(body, "k").value_or(10);
  if (count > kMostAnswers) {
    throw FieldError(422, "k", std::to_string(kMostAnswers) + " is the most");
  }
  return count;
}

/// An unknown word is compared with all others, or has a vector of its n-grams.
void RequireWord(std::string_view word, std::string_view name) {
  constexpr std::size_t kLongestWord = 1000;
  if (word.size() > kLongestWord) throw FieldError(422, name, "a word has up to 1000 bytes");
}

std::string WordOf(const json& body, std::string_view name) {
  auto word = TextMember(body, name);
  if (!word) throw FieldError(422, name, "it is missing");
  if (word->empty()) throw FieldError(400, name, "it is empty");
  RequireWord(*word, name);
  return std::move(*word);
}

std::vector<std::string> WordsIn(const Service& service, const json& body) {
  std::vector<std::string> words;
  for (Input& input : Inputs(Member(body, "words"), "words", service.settings.items)) {
    auto* const word = std::get_if<std::string>(&input);
    if (word == nullptr) throw FieldError(422, "words", "a word is a string");
    RequireWord(*word, "words");
    words.push_back(std::move(*word));
  }
  return words;
}

json Scored(const std::vector<ScoredWord>& found) {
  json scored = json::array();
  for (const ScoredWord& one : found) scored.push_back({{"word", one.word}, {"score", one.score}});
  return scored;
}

http::Response Neighbors(const Service& service, const http::Request& request) {
  const json body = ParseObject(request.body);
  const WordsPointer model = WordsOf(service, body);
  const auto found = model->queries().Neighbors(WordsIn(service, body), CountOf(body));
  return JsonResponse({{"model", model->info().name}, {"neighbors", Scored(found)}});
}

http::Response Analogy(const Service& service, const http::Request& request) {
  const json body = ParseObject(request.body);
  const WordsPointer model = WordsOf(service, body);
  const std::string name = TextMember(body, "method").value_or("3cosadd");
  if (name != "3cosadd" && name != "3cosmul") {
    throw FieldError(422, "method", "neither 3cosadd nor 3cosmul");
  }
  const auto found =
      model->queries().Analogy(WordOf(body, "a"), WordOf(body, "b"), WordOf(body, "c"),
                               CountOf(body), AnalogyMethodFromName(name));
  return JsonResponse({{"model", model->info().name}, {"answers", Scored(found)}});
}

http::Response Vectors(const Service& service, const http::Request& request) {
  const json body = ParseObject(request.body);
  const WordsPointer model = WordsOf(service, body);
  const std::vector<std::string> words = WordsIn(service, body);
  RequireFewVectors(words.size(), model->info().dim);
  std::string out = "{\"model\":" + Dump(model->info().name) + ",\"vectors\":[";
  out.reserve(TextBytes(words.size() * model->info().dim));
  for (const std::string& word : words) {
    if (!out.ends_with('[')) out += ',';
    const auto vector = model->vectors().VectorOf(word);
    out += "{\"word\":" + Dump(word) + ",\"vector\":";
    if (vector) {
      AppendNumbers(*vector, out);
    } else {
      out += "null";
    }
    out += '}';
  }
  out += "]}";
  return {.body = std::move(out)};
}

}  // namespace

void AddWordsRoutes(http::Router& router, const Service& service) {
  using Answer = http::Response (*)(const Service&, const http::Request&);
  const std::pair<std::string_view, Answer> routes[] = {
      {"/neighbors", &Neighbors}, {"/analogy", &Analogy}, {"/vectors", &Vectors}};
  for (const auto& [path, answer] : routes) {
    router.Add("POST", path, [&service, answer = answer](const http::Request& request) {
      return answer(service, request);
    });
  }
}

}  // namespace firth::server
