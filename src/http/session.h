/// One connection: requests are read, handed on and answered, one after another.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "http/shared.h"

namespace firth::http {

/// The address at the other end; empty when there is none any more.
std::string PeerOf(const asio::ip::tcp::socket& socket);

/// Serves `socket` until it closes, with TLS when the server has it. The connection has been
/// counted already; `counted` gives that back. REQUIRES: the socket's executor is that of one
/// of server->contexts.
asio::awaitable<void> Serve(std::shared_ptr<Shared> server, asio::ip::tcp::socket socket,
                            std::unique_ptr<Share> counted);

}  // namespace firth::http
