/// Who may ask a server that is meant for this machine.
#pragma once

#include "http/message.h"

namespace firth::explore {

/// Throws HttpError(403) unless the request names this machine as its host: a page of another site
/// whose name was made to lead here must not read a user's vectors (DNS rebinding).
void RequireLocalHost(const http::Request& request);

}  // namespace firth::explore
