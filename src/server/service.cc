#include "server/service.h"

#include <utility>

namespace firth::server {
namespace {

http::Response Responded(const Respond& respond, const Embedded& embedded) {
  return WithCut(respond(embedded), embedded.cut);
}

/// Written while others wait for the thread.
constexpr std::size_t kQuickNumbers = 1U << 15;

}  // namespace

std::shared_ptr<const Model> ModelOf(const Service& service, const json& request) {
  return ModelNamed(service, TextMember(request, "model"));
}

std::shared_ptr<const Model> ModelNamed(const Service& service,
                                        const std::optional<std::string>& name) {
  auto model = name == "" ? nullptr : service.models.Find(name.value_or(""));
  if (!model)
    throw FieldError(404, "model", "there is no model of this name; /v1/models lists all");
  return model;
}

void EmbedFor(const std::shared_ptr<const Model>& model, std::vector<Input> inputs,
              const Wish& wish, const std::shared_ptr<const http::Request>& request,
              const http::Reply& reply, std::function<void(Embedded)> take) {
  if (wish.dimensions > model->info().dim) {
    throw FieldError(422, "dimensions",
                     "the model's vectors have " + std::to_string(model->info().dim));
  }
  model->Embed(std::move(inputs), wish, request->gone,
               [model, request, reply, take = std::move(take)](Embedded embedded,
                                                               const std::exception_ptr& failure) {
                 if (failure) return reply(ErrorPage(*request, failure));
                 // It may be the batcher's thread that answers: nobody there would catch.
                 try {
                   take(std::move(embedded));
                 } catch (...) {
                   reply(ErrorPage(*request, std::current_exception()));
                 }
               });
}

http::Response WithCut(http::Response response, std::size_t cut) {
  if (cut > 0) response.headers.emplace_back("Firth-Cut", std::to_string(cut));
  return response;
}

void EmbedLater(const std::shared_ptr<const Model>& model, std::vector<Input> inputs,
                const Wish& wish, const std::shared_ptr<const http::Request>& request,
                const http::Reply& reply, Respond respond) {
  auto embed = [=, inputs = std::move(inputs)]() mutable {
    EmbedFor(model, std::move(inputs), wish, request, reply, [reply, respond](Embedded embedded) {
      const auto shared = std::make_shared<const Embedded>(std::move(embedded));
      reply.Later([respond, shared] { return Responded(respond, *shared); });
    });
  };
  if (!model->info().at_once) return embed();
  // Vectors that wait for their turn to be written would take far more memory than texts.
  reply.Later([embed = std::move(embed)]() mutable -> std::optional<http::Response> {
    embed();
    return std::nullopt;
  });
}

void Embed(const std::shared_ptr<const Model>& model, std::vector<Input> inputs, const Wish& wish,
           const std::shared_ptr<const http::Request>& request, const http::Reply& reply,
           Respond respond) {
  const bool now =
      model->info().at_once && !wish.pieces && inputs.size() * model->info().dim <= kQuickNumbers;
  if (!now) {
    return EmbedLater(model, std::move(inputs), wish, request, reply, std::move(respond));
  }
  EmbedFor(model, std::move(inputs), wish, request, reply,
           [reply, respond = std::move(respond)](const Embedded& embedded) {
             reply(Responded(respond, embedded));
           });
}

}  // namespace firth::server
