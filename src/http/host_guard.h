/// Who may ask a server that is meant for this machine.
#pragma once

#include <string>
#include <vector>

#include "http/message.h"

namespace firth::http {

/// The request names this machine as its host, or none, as no browser does.
bool NamesThisMachine(const Request& request);

/// Throws HttpError(403) unless NamesThisMachine: a page of another site whose name was made to
/// lead here must not read a user's vectors (DNS rebinding).
void RequireLocalHost(const Request& request);

/// Throws HttpError(403) when a page of another site asks, whose origin is not among `allowed`
/// ("*": all): a browser sends what such a page says without asking whether it may, as long as it
/// looks like a form. Who is no browser names no origin.
void RequireKnownOrigin(const Request& request, const std::vector<std::string>& allowed);

/// Throws HttpError(403) unless the request has the header X-Firth, which a page of another site
/// cannot send: for what changes something.
void RequireOwnPage(const Request& request);

}  // namespace firth::http
