/// Models behind HTTP.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <optional>
#include <utility>

#include "bindings.h"
#include "firth/server.h"

namespace firth::python {
namespace {

/// A server whose threads may wait for Python's lock while it ends.
class PyServer {
 public:
  explicit PyServer(ServeSettings settings) {
    const nb::gil_scoped_release unlocked;
    server_ = std::make_unique<Server>(std::move(settings));
  }
  ~PyServer() {
    const nb::gil_scoped_release unlocked;
    server_.reset();
  }
  PyServer(const PyServer&) = delete;
  PyServer& operator=(const PyServer&) = delete;

  Server& server() const { return *server_; }

 private:
  std::unique_ptr<Server> server_;
};

std::chrono::milliseconds Milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

void Make(PyServer* self, const std::vector<std::pair<std::string, std::string>>& models,
          const std::string& host, std::uint16_t port, std::vector<std::string> api_keys,
          std::vector<std::string> cors, const std::string& tls_certificate,
          const std::string& tls_key, const std::string& indexes, bool auto_truncate,
          const std::string& precision, unsigned threads, std::size_t batch_tokens,
          std::size_t queue_tokens, std::size_t max_texts, std::size_t max_body,
          std::size_t max_connections, std::size_t max_requests, double read_seconds,
          double answer_seconds, double drain_seconds) {
  ServeSettings settings{.host = host,
                         .port = port,
                         .tls_certificate = tls_certificate,
                         .tls_key = tls_key,
                         .api_keys = std::move(api_keys),
                         .cors_origins = std::move(cors),
                         .precision = PrecisionNamed(precision),
                         .threads = threads,
                         .batch_tokens = batch_tokens,
                         .queue_tokens = queue_tokens,
                         .items = max_texts,
                         .body_bytes = max_body,
                         .connections = max_connections,
                         .requests = max_requests,
                         .read_time = Milliseconds(read_seconds),
                         .answer_time = Milliseconds(answer_seconds),
                         .drain_time = Milliseconds(drain_seconds),
                         .indexes = indexes,
                         .cut = auto_truncate};
  for (const auto& [name, path] : models) settings.models.push_back({.name = name, .path = path});
  new (self) PyServer(std::move(settings));
}

}  // namespace

void BindServe(nb::module_& m) {
  nb::class_<PyServer>(m, "Server", "The compiled part of firth.Server.")
      .def("__init__", &Make, nb::arg("models"), nb::kw_only(), nb::arg("host"), nb::arg("port"),
           nb::arg("api_keys"), nb::arg("cors"), nb::arg("tls_certificate"), nb::arg("tls_key"),
           nb::arg("indexes"), nb::arg("auto_truncate"), nb::arg("precision"), nb::arg("threads"),
           nb::arg("batch_tokens"), nb::arg("queue_tokens"), nb::arg("max_texts"),
           nb::arg("max_body"), nb::arg("max_connections"), nb::arg("max_requests"),
           nb::arg("read_seconds"), nb::arg("answer_seconds"), nb::arg("drain_seconds"))
      .def_prop_ro("url", [](const PyServer& self) { return self.server().url(); })
      .def_prop_ro("port", [](const PyServer& self) { return self.server().port(); })
      .def(
          "reload", [](const PyServer& self) { self.server().Reload(); },
          nb::call_guard<nb::gil_scoped_release>(), "Loads all models anew.")
      .def(
          "drain", [](const PyServer& self) { return self.server().Drain(); },
          nb::call_guard<nb::gil_scoped_release>(), "True when all was answered.");
}

}  // namespace firth::python
