/// TLS from certificate files.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "http/server.h"

namespace firth::http {

/// TLS 1.2 and later. Throws Error(kFormat) naming the file that cannot be used.
boost::asio::ssl::context MakeTlsContext(const TlsFiles& files);

}  // namespace firth::http
