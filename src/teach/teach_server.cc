#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "firth/error.h"
#include "firth/teach.h"
#include "http/host_guard.h"
#include "http/json.h"
#include "http/page.h"
#include "http/server.h"
#include "teach/contexts.h"
#include "teach/lesson_json.h"
#include "teach/other_models.h"
#include "teach/real_words.h"

namespace firth {
namespace {

using http::AsJson;
using http::HttpError;
using http::Request;
using http::Response;
using teach::Json;

/// A text that a page hands over to be trained on.
constexpr std::size_t kLargestText = 64U << 20;

/// A number of the query, or `usual` when it names none. Throws HttpError(400).
template <class Value>
Value NumberOf(const Request& request, std::string_view name, Value usual) {
  const auto text = request.Parameter(name);
  if (!text) return usual;
  Value number{};
  const char* const last = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), last, number);
  if (error == std::errc{} && stop == last) return number;
  throw HttpError(400, std::string(name) + " must be a number");
}

/// Whether the query says the first of two words. Throws HttpError(400) unless it says either.
bool Says(const Request& request, std::string_view name, std::string_view yes,
          std::string_view no) {
  const auto text = request.Parameter(name);
  if (text == yes) return true;
  if (text == no) return false;
  throw HttpError(400,
                  std::string(name) + " must be " + std::string(yes) + " or " + std::string(no));
}

/// What a user can have caused becomes an answer that says so.
Response Failure(const Request& /*request*/, const std::exception_ptr& failure) {
  unsigned status = 500;
  std::string message = "the server failed";
  try {
    std::rethrow_exception(failure);
  } catch (const HttpError& error) {
    status = error.status();
    message = error.what();
  } catch (const Error& error) {
    status = error.kind() == ErrorKind::kNotFound ? 404 : 400;
    message = error.what();
  } catch (const std::exception& error) {
    message = error.what();
  }
  return AsJson({{"error", message}}, status);
}

}  // namespace

struct TeachServer::Parts {
  TeachSettings settings;
  teach::RealWords real;
  teach::OtherModels others{};
  teach::Contexts contexts;
  std::unique_ptr<http::HttpServer> server{};

  explicit Parts(const TeachSettings& given)
      : settings(given),
        real(given.vectors, given.corpus, given.target),
        contexts(given.encoder, given.offer, given.target) {}

  std::string SentenceOf(const Request& request) const {
    return request.Parameter("sentence").value_or(settings.sentence);
  }

  LessonSettings LessonOf(const Request& request) const {
    LessonSettings lesson = settings.lesson;
    lesson.window = NumberOf(request, "window", lesson.window);
    lesson.dim = NumberOf(request, "dim", lesson.dim);
    lesson.rate = NumberOf(request, "lr", lesson.rate);
    lesson.seed = NumberOf(request, "seed", lesson.seed);
    return lesson;
  }

  Response Lesson(const Request& request) const {
    const LessonSettings lesson = LessonOf(request);
    Json json = teach::LessonJson(MakeLesson(SentenceOf(request), lesson));
    json["settings"] = {
        {"window", lesson.window}, {"dim", lesson.dim}, {"lr", lesson.rate}, {"seed", lesson.seed}};
    return AsJson(json);
  }

  Response FilmOf(const Request& request) const {
    FilmSettings film;
    film.context =
        Says(request, "context", "cbow", "skipgram") ? ContextKind::kCbow : ContextKind::kSkipgram;
    film.objective = Says(request, "objective", "softmax", "ns") ? Objective::kFullSoftmax
                                                                 : Objective::kNegativeSampling;
    film.meaning = Says(request, "text", "ten", "own");
    return AsJson(teach::FilmJson(MakeFilm(SentenceOf(request), LessonOf(request), film)));
  }

  Response Contexts(const Request& request) {
    std::vector<std::string> sentences;
    for (const char* name : {"a", "b", "c"}) {
      sentences.push_back(request.Parameter(name).value_or(""));
    }
    return AsJson(contexts.Compare(request.Parameter("word").value_or(""), sentences));
  }

  /// What the page shows of a real corpus, and how large a text may be that it hands over.
  Json Words() const {
    Json json = real.State();
    json["largest_text"] = kLargestText;
    return json;
  }

  http::Router Routes() {
    http::Router router;
    router.Add("GET", "/", [this](const Request& request) {
      return http::ServeBytes(request, settings.page, "text/html; charset=utf-8");
    });
    const auto answer = [&router](std::string_view path, auto handler) {
      router.Add("GET", path, [handler](const Request& request) { return handler(request); });
    };
    answer("/api/lesson", [this](const Request& request) { return Lesson(request); });
    answer("/api/film", [this](const Request& request) { return FilmOf(request); });
    answer("/api/words", [this](const Request&) { return AsJson(Words()); });
    answer("/api/neighbors", [this](const Request& request) {
      return AsJson(real.Neighbors(request.Parameter("word").value_or("")));
    });
    answer("/api/glove", [this](const Request&) { return AsJson(others.Glove()); });
    answer("/api/fasttext", [this](const Request& request) {
      return AsJson(others.Fasttext(request.Parameter("word").value_or("")));
    });
    answer("/api/encoder", [this](const Request&) { return AsJson(contexts.State()); });
    answer("/api/contexts", [this](const Request& request) { return Contexts(request); });
    router.Add("POST", "/api/train", [this](const Request& request) {
      http::RequireOwnPage(request);
      if (Says(request, "on", "text", "corpus")) {
        real.TrainText(request.body);
      } else {
        real.TrainCorpus();
      }
      return AsJson(Words(), 202);
    });
    router.Add("POST", "/api/fetch", [this](const Request& request) {
      http::RequireOwnPage(request);
      contexts.Fetch();
      return AsJson(contexts.State(), 202);
    });
    router.SetGuard(http::RequireLocalHost);
    router.SetFailurePage(Failure);
    return router;
  }
};

TeachServer::TeachServer(const TeachSettings& settings) {
  MakeLesson(settings.sentence, settings.lesson);  // what is wrong with it is said at once
  parts_ = std::make_unique<Parts>(settings);
  http::HttpSettings http;
  http.port = settings.port;
  http.connections = 64;
  http.body_bytes = kLargestText;
  http.bodies_bytes = kLargestText;
  http.drain_time = std::chrono::milliseconds(2'000);
  parts_->server = std::make_unique<http::HttpServer>(std::move(http), parts_->Routes());
}

TeachServer::~TeachServer() { parts_->server->Drain(); }

std::uint16_t TeachServer::port() const { return parts_->server->port(); }
std::string TeachServer::url() const { return parts_->server->url(); }

}  // namespace firth
