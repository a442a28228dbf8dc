/// What the routes share.
#pragma once

#include <functional>
#include <memory>

#include "firth/server.h"
#include "http/router.h"
#include "server/json_body.h"
#include "server/model_set.h"

namespace firth::server {

/// Lives as long as the server.
struct Service {
  ServeSettings settings;
  ModelSet models;
};

/// The model that the request's member "model" names, or the first. Throws FieldError(404).
std::shared_ptr<const Model> ModelOf(const Service& service, const json& request);
/// The first without a name. Throws FieldError(404).
std::shared_ptr<const Model> ModelNamed(const Service& service,
                                        const std::optional<std::string>& name);

/// Has `model` embed the inputs, and hands the result to `take`, on any thread, maybe that which
/// computes for everybody: it returns soon. What goes wrong, in `take` too, is answered.
void EmbedFor(const std::shared_ptr<const Model>& model, std::vector<Input> inputs,
              const Wish& wish, const std::shared_ptr<const http::Request>& request,
              const http::Reply& reply, std::function<void(Embedded)> take);

/// Says in the header Firth-Cut how many texts were cut, if any were.
http::Response WithCut(http::Response response, std::size_t cut);

using Respond = std::function<http::Response(const Embedded&)>;

/// Has `model` embed the inputs, and answers with what `respond` makes of the result, on a thread
/// for work.
void EmbedLater(const std::shared_ptr<const Model>& model, std::vector<Input> inputs,
                const Wish& wish, const std::shared_ptr<const http::Request>& request,
                const http::Reply& reply, Respond respond);

/// The same, but at once when it is little for a model that answers at once.
void Embed(const std::shared_ptr<const Model>& model, std::vector<Input> inputs, const Wish& wish,
           const std::shared_ptr<const http::Request>& request, const http::Reply& reply,
           Respond respond);

}  // namespace firth::server
