/// The bytes before an answer's body, and what browsers of other sites must be told.
#pragma once

#include <string>

#include "http/server.h"

namespace firth::http {

/// Status line and headers (RFC 9112 sections 4 and 5), with the empty line behind them.
std::string ResponseHead(const Response& response, bool keep_alive);

/// A browser asks whether a page of an origin of the settings may send a request (the Fetch
/// standard's CORS-preflight).
bool IsPreflight(const HttpSettings& settings, const Request& request);
/// It may. REQUIRES: IsPreflight.
Response PreflightAnswer(const Request& request);

/// Tells a client that met a busy server when to come again.
void AddRetryAfter(Response& response);

/// Lets the page that asked read the answer, if its origin is among those of the settings.
void AddCors(const HttpSettings& settings, const Request& request, Response& response);

}  // namespace firth::http
