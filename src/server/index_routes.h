/// Search over texts: /indexes, and what is below.
#pragma once

#include "http/router.h"
#include "server/index_store.h"
#include "server/service.h"

namespace firth::server {

/// `service` and `store` must outlive the router.
void AddIndexRoutes(http::Router& router, const Service& service, IndexStore& store);

}  // namespace firth::server
