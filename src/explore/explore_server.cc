#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "explore/drop_folder.h"
#include "explore/served_map.h"
#include "firth/error.h"
#include "firth/explore.h"
#include "http/host_guard.h"
#include "http/json.h"
#include "http/page.h"
#include "http/server.h"

namespace firth {
namespace {

using explore::Json;
using explore::NumberOf;
using explore::ServedMap;
using http::AsJson;
using http::HttpError;
using http::Request;
using http::Response;

/// Of a file that is dropped on the page.
constexpr std::size_t kLargestDrop = std::size_t{2} << 30;
/// Maps of one page: what was dropped stays until the end.
constexpr std::size_t kMostMaps = 16;

/// A file that cannot be read is the user's to know.
Response Failure(const Request& request, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const HttpError& error) {
    return http::PlainErrorPage(request, error.status(), error.what());
  } catch (const Error& error) {
    return http::PlainErrorPage(request, 400, error.what());
  } catch (const std::exception& error) {
    return http::PlainErrorPage(request, 500, error.what());
  }
}

}  // namespace

struct ExploreServer::Parts {
  ExploreSettings settings;
  std::shared_mutex mutex;  ///< guards which maps there are
  std::vector<std::unique_ptr<ServedMap>> maps{};
  std::mutex drop_mutex{};  ///< one file is read at a time
  explore::DropFolder dropped{};
  std::unique_ptr<http::HttpServer> server{};

  explicit Parts(const ExploreSettings& given) : settings(given) {}

  void RequireRoom() {
    const std::shared_lock lock(mutex);
    if (maps.size() >= kMostMaps) throw HttpError(400, "there are too many maps; start anew");
  }

  void Add(ExploreMap map) {
    auto served = std::make_unique<ServedMap>(std::move(map), settings.target);
    const std::unique_lock lock(mutex);
    maps.push_back(std::move(served));
  }

  /// The map that the query names; the first without it.
  ServedMap& MapOf(const Request& request) {
    const std::shared_lock lock(mutex);
    return *maps[request.Parameter("map") ? NumberOf(request, "map", maps.size()) : 0];
  }

  Response About() {
    Json json = {{"drops", static_cast<bool>(settings.read)}, {"maps", Json::array()}};
    const std::shared_lock lock(mutex);
    for (const auto& map : maps) json["maps"].push_back(map->About());
    return AsJson(json);
  }

  Response Drop(const Request& request) {
    http::RequireOwnPage(request);
    if (!settings.read) throw HttpError(400, "nothing can be dropped here");
    const std::lock_guard lock(drop_mutex);
    dropped.Put(request.Parameter("name").value_or(""), request.body);
    return AsJson(Json::object());
  }

  /// Reads what was dropped: a table as columns of a map, anything else as a map.
  Response Open(const Request& request) {
    http::RequireOwnPage(request);
    const std::lock_guard lock(drop_mutex);
    const std::string path = dropped.Path(request.Parameter("name").value_or(""));
    if (request.Parameter("as") == "columns") {
      ServedMap& map = MapOf(request);
      map.AddColumns(ReadColumns(path, map.vocabulary()));
    } else {
      RequireRoom();
      Add(settings.read(path));
    }
    return About();
  }

  http::Router Routes() {
    http::Router router;
    router.Add("GET", "/", [this](const Request& request) {
      return http::ServeBytes(request, settings.page, "text/html; charset=utf-8");
    });
    router.Add("GET", "/api/map", [this](const Request&) { return About(); });
    router.Add("GET", "/api/words", [this](const Request& r) { return MapOf(r).Words(r); });
    router.Add("GET", "/api/places", [this](const Request& r) { return MapOf(r).Places(); });
    router.Add("GET", "/api/colors", [this](const Request& r) { return MapOf(r).Colors(); });
    router.Add("GET", "/api/column", [this](const Request& r) { return MapOf(r).Column(r); });
    router.Add("GET", "/api/neighbors", [this](const Request& r) { return MapOf(r).Neighbors(r); });
    router.Add("GET", "/api/analogy", [this](const Request& r) { return MapOf(r).Analogy(r); });
    router.Add("POST", "/api/drop", [this](const Request& r) { return Drop(r); });
    router.Add("POST", "/api/open", [this](const Request& r) { return Open(r); });
    router.SetGuard(http::RequireLocalHost);
    router.SetFailurePage(Failure);
    return router;
  }
};

ExploreServer::ExploreServer(std::vector<ExploreMap> maps, const ExploreSettings& settings)
    : parts_(std::make_unique<Parts>(settings)) {
  for (ExploreMap& map : maps) parts_->Add(std::move(map));
  http::HttpSettings http;
  http.port = settings.port;
  http.connections = 64;
  http.body_bytes = kLargestDrop;
  http.bodies_bytes = kLargestDrop;
  http.read_time = std::chrono::minutes(5);
  http.answer_time = std::chrono::minutes(10);
  http.drain_time = std::chrono::milliseconds(2'000);
  parts_->server = std::make_unique<http::HttpServer>(std::move(http), parts_->Routes());
}

ExploreServer::~ExploreServer() { parts_->server->Drain(); }

std::uint16_t ExploreServer::port() const { return parts_->server->port(); }
std::string ExploreServer::url() const { return parts_->server->url(); }

}  // namespace firth
