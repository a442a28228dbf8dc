#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "firth/explore.h"
#include "firth/index.h"
#include "http/host_guard.h"
#include "http/server.h"
#include "http/static_files.h"

namespace firth {
namespace {

using http::HttpError;
using http::Request;
using http::Response;
using Json = nlohmann::ordered_json;

/// Words that answer a question.
constexpr std::size_t kAnswers = 10;
/// Words of one page.
constexpr std::size_t kMostWords = 50'000;

/// A whole number of the query, below `end`. Throws HttpError(400).
std::size_t Number(const Request& request, std::string_view name, std::size_t end) {
  const auto text = request.Parameter(name);
  std::size_t number = 0;
  if (text) {
    const char* const last = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), last, number);
    if (error == std::errc{} && stop == last && number < end) return number;
  }
  throw HttpError(400, std::string(name) + " must be a whole number below " + std::to_string(end));
}

Response AsJson(const Json& json) {
  return {.body = http::Body(json.dump(-1, ' ', false, Json::error_handler_t::replace))};
}

template <class Value>
Response AsBytes(const std::vector<Value>& values) {
  return {
      .type = "application/octet-stream",
      .body = http::Body(
          {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)}, nullptr)};
}

}  // namespace

struct ExploreServer::Parts {
  const WordVectors& vectors;
  ExploreSettings settings;
  std::vector<float> places{};  ///< all x, then all y
  std::vector<std::uint8_t> colors{};
  ExactIndex index;
  std::unique_ptr<http::HttpServer> server{};

  RowId Word(const Request& request, std::string_view name) const {
    return RowId{static_cast<std::uint32_t>(Number(request, name, vectors.size()))};
  }

  Response Map() const {
    return AsJson(
        {{"title", settings.title}, {"caption", settings.caption}, {"words", vectors.size()}});
  }

  Response Words(const Request& request) const {
    const std::size_t from = Number(request, "from", vectors.size() + 1);
    const std::size_t count = Number(request, "count", kMostWords + 1);
    Json words = Json::array();
    for (std::size_t i = from; i < std::min(from + count, vectors.size()); ++i) {
      words.push_back(
          std::string(vectors.vocabulary().Word(TokenId{static_cast<std::uint32_t>(i)})));
    }
    return AsJson(words);
  }

  static Response Near(const std::vector<Neighbor>& neighbors) {
    Json list = Json::array();
    for (const auto& [row, score] : neighbors) {
      list.push_back({{"word", static_cast<std::uint32_t>(row)}, {"cosine", score}});
    }
    return AsJson(list);
  }

  Response Neighbors(const Request& request) const {
    const RowId row = Word(request, "word");
    return Near(index.Search(vectors.matrix().Row(row), kAnswers, std::span(&row, 1)));
  }

  Response Analogy(const Request& request) const {
    const AnalogyRows question = {Word(request, "a"), Word(request, "b"), Word(request, "c")};
    return Near(index.SearchAnalogies(std::span(&question, 1), kAnswers).front());
  }

  http::Router Routes() {
    http::Router router;
    router.Add("GET", "/", [this](const Request& request) {
      return http::ServeBytes(request, settings.page, "text/html; charset=utf-8");
    });
    router.Add("GET", "/api/map", [this](const Request&) { return Map(); });
    router.Add("GET", "/api/words", [this](const Request& request) { return Words(request); });
    router.Add("GET", "/api/places", [this](const Request&) { return AsBytes(places); });
    router.Add("GET", "/api/colors", [this](const Request&) { return AsBytes(colors); });
    router.Add("GET", "/api/neighbors",
               [this](const Request& request) { return Neighbors(request); });
    router.Add("GET", "/api/analogy", [this](const Request& request) { return Analogy(request); });
    router.SetGuard(http::RequireLocalHost);
    return router;
  }
};

ExploreServer::ExploreServer(const WordVectors& vectors, std::vector<PlanePoint> points,
                             std::vector<std::uint32_t> colors, const ExploreSettings& settings)
    : parts_(std::make_unique<Parts>(
          Parts{.vectors = vectors,
                .settings = settings,
                .colors = std::vector<std::uint8_t>(colors.begin(), colors.end()),
                .index = ExactIndex(vectors.matrix().view(), 0, settings.target)})) {
  for (const PlanePoint& point : points) parts_->places.push_back(point.x);
  for (const PlanePoint& point : points) parts_->places.push_back(point.y);
  http::HttpSettings http;
  http.port = settings.port;
  http.connections = 64;
  http.drain_time = std::chrono::milliseconds(2'000);
  parts_->server = std::make_unique<http::HttpServer>(std::move(http), parts_->Routes());
}

ExploreServer::~ExploreServer() { parts_->server->Drain(); }

std::uint16_t ExploreServer::port() const { return parts_->server->port(); }
std::string ExploreServer::url() const { return parts_->server->url(); }

}  // namespace firth
