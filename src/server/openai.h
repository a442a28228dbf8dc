/// OpenAI's routes: /v1/models and /v1/embeddings.
#pragma once

#include "http/router.h"
#include "server/service.h"

namespace firth::server {

/// `service` must outlive the router.
void AddOpenAiRoutes(http::Router& router, const Service& service);

}  // namespace firth::server
