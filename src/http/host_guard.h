/// Who may ask a server that is meant for this machine.
#pragma once

#include "http/message.h"

namespace firth::http {

/// Throws HttpError(403) unless the request names this machine as its host: a page of another site
/// whose name was made to lead here must not read a user's vectors (DNS rebinding).
void RequireLocalHost(const Request& request);

/// Throws HttpError(403) unless the request has the header X-Firth, which a page of another site
/// cannot send: for what changes something.
void RequireOwnPage(const Request& request);

}  // namespace firth::http
