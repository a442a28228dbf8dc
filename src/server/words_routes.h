/// Questions to word vectors: /neighbors, /analogy, /vectors.
#pragma once

#include "http/router.h"
#include "server/service.h"

namespace firth::server {

/// Each takes a "model", the first word vectors being the default. `service` must outlive the
/// router.
void AddWordsRoutes(http::Router& router, const Service& service);

}  // namespace firth::server
