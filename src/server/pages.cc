#include "server/pages.h"

#include <algorithm>
#include <limits>

#include "firth/version.h"
#include "http/page.h"
#include "server/words_model.h"

namespace firth::server {

namespace pages {
// The files of src/server/pages.
extern const std::string_view docs_html;
extern const std::string_view indexes_json;
extern const std::string_view openapi_json;
}  // namespace pages

std::string OpenApi(const Models& models, bool with_indexes) {
  json document = json::parse(pages::openapi_json);
  document["info"]["version"] = FIRTH_VERSION;
  std::size_t dim = std::numeric_limits<std::size_t>::max();
  std::size_t vocabulary = dim;
  json names = json::array();
  json words = json::array();
  for (const auto& model : models) {
    const ModelInfo& info = model->info();
    names.push_back(info.name);
    if (dynamic_cast<const WordsModel*>(model.get()) != nullptr) words.push_back(info.name);
    dim = std::min(dim, info.dim);
    vocabulary = std::min(vocabulary, info.vocabulary);
  }
  json& schemas = document["components"]["schemas"];
  if (with_indexes) {
    const json indexes = json::parse(pages::indexes_json);
    document["paths"].update(indexes["paths"]);
    schemas.update(indexes["schemas"]);
  }
  // What every model takes: a document cannot say what depends on another field.
  schemas["Dimensions"]["maximum"] = dim;
  schemas["TokenId"]["maximum"] = vocabulary - 1;
  schemas["ModelName"]["enum"] = names;
  if (words.empty()) {
    for (const char* path : {"/neighbors", "/analogy", "/vectors"}) document["paths"].erase(path);
    schemas.erase("WordsModelName");
  } else {
    schemas["WordsModelName"]["enum"] = words;
  }
  json& paths = document["paths"];
  paths["/v1/embeddings"]["post"]["requestBody"]["content"]["application/json"]["example"]
       ["model"] = names.front();
  return Dump(document);
}

void AddPageRoutes(http::Router& router, const Service& service) {
  router.Add("GET", "/openapi.json", [&service](const http::Request&) {
    return http::Response{.body =
                              OpenApi(*service.models.all(), !service.settings.indexes.empty())};
  });
  router.Add("GET", "/docs", [](const http::Request& request) {
    http::Response page = http::ServeBytes(request, pages::docs_html, "text/html; charset=utf-8");
    page.headers.emplace_back("Content-Security-Policy",
                              "default-src 'none'; script-src 'unsafe-inline'; "
                              "style-src 'unsafe-inline'; connect-src 'self'");
    return page;
  });
}

}  // namespace firth::server
