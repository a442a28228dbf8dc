#include "server/openai.h"

#include <fmt/format.h>

#include <utility>

namespace firth::server {
namespace {

constexpr std::string_view kOneModel = "/v1/models/*";

json Described(const ModelInfo& info) {
  return {{"id", info.name}, {"object", "model"}, {"created", info.created}, {"owned_by", "firth"}};
}

http::Response AllModels(const Service& service) {
  json data = json::array();
  for (const auto& model : *service.models.all()) data.push_back(Described(model->info()));
  return JsonResponse({{"object", "list"}, {"data", data}});
}

http::Response OneModel(const Service& service, const http::Request& request) {
  const auto name = http::StarOf(kOneModel, request.path);
  const auto model = ModelNamed(service, std::string(*name));
  return JsonResponse(Described(model->info()));
}

/// Written by hand: for numbers a document of JSON would take many times their memory.
std::string Answer(const Embedded& embedded, const std::string& model, bool base64) {
  std::string out = R"({"object":"list","data":[)";
  out.reserve(TextBytesOf(embedded));
  for (std::size_t i = 0; i < embedded.vectors.size(); ++i) {
    out += fmt::format(R"({}{{"object":"embedding","index":{},"embedding":)", i == 0 ? "" : ",", i);
    const auto row = embedded.vectors[i].Row(RowId{0});
    if (base64) {
      out += '"' + Base64Of(row) + '"';
    } else {
      AppendNumbers(row, out);
    }
    out += '}';
  }
  out += fmt::format(R"(],"model":{},"usage":{{"prompt_tokens":{},"total_tokens":{}}}}})",
                     Dump(model), embedded.tokens, embedded.tokens);
  return out;
}

bool WantsBase64(const json& body) {
  const std::string format = TextMember(body, "encoding_format").value_or("float");
  if (format == "base64") return true;
  if (format == "float") return false;
  throw FieldError(400, "encoding_format", "neither float nor base64");
}

void Embeddings(const Service& service, const std::shared_ptr<const http::Request>& request,
                const http::Reply& reply) {
  json body = ParseObject(request->body);
  if (Member(body, "model") == nullptr) throw FieldError(400, "model", "it is missing");
  const auto model = ModelOf(service, body);
  const bool base64 = WantsBase64(body);
  const Wish wish{.dimensions = CountMember(body, "dimensions").value_or(0),
                  .cut = service.settings.cut};
  TextMember(body, "user");
  std::vector<Input> inputs = Inputs(Member(body, "input"), "input", service.settings.items);
  RequireFewVectors(inputs.size(), NumbersOf(*model, wish));
  body.clear();  // the answer needs the room
  Embed(model, std::move(inputs), wish, request, reply,
        [name = model->info().name, base64](const Embedded& embedded) {
          return http::Response{.body = Answer(embedded, name, base64)};
        });
}

}  // namespace

void AddOpenAiRoutes(http::Router& router, const Service& service) {
  router.Add("GET", "/v1/models", [&service](const http::Request&) { return AllModels(service); });
  router.Add("GET", kOneModel,
             [&service](const http::Request& request) { return OneModel(service, request); });
  router.AddAsync("POST", "/v1/embeddings",
                  [&service](const std::shared_ptr<const http::Request>& request,
                             const http::Reply& reply) { Embeddings(service, request, reply); });
}

}  // namespace firth::server
