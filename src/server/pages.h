/// What the server says of itself: /openapi.json and /docs.
#pragma once

#include <string>

#include "http/router.h"
#include "server/service.h"

namespace firth::server {

/// The OpenAPI 3.1 document, with the names, sizes and vocabularies of `models` in it, and with or
/// without /indexes.
std::string OpenApi(const Models& models, bool with_indexes);

/// `service` must outlive the router.
void AddPageRoutes(http::Router& router, const Service& service);

}  // namespace firth::server
