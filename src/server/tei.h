/// The routes of Hugging Face's text-embeddings-inference (its openapi.json, version 1.8).
#pragma once

#include "http/router.h"
#include "server/service.h"

namespace firth::server {

/// Each takes a "model" besides, the first being the default. `service` must outlive the router.
void AddTeiRoutes(http::Router& router, const Service& service);

}  // namespace firth::server
