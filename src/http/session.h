/// One connection: requests are read, handed on and answered, one after another.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "http/deadline.h"
#include "http/shared.h"

namespace firth::http {

/// Reads and throws away what comes within `time`, up to 32 MiB, so that the client gets to see the
/// answer: closing while bytes of the client's are unread would reset the connection under it.
asio::awaitable<void> ReadAway(asio::ip::tcp::socket& socket, Deadline& deadline,
                               std::chrono::milliseconds time);

/// The address at the other end; empty when there is none any more.
std::string PeerOf(const asio::ip::tcp::socket& socket);

/// Serves `socket` until it closes, with TLS when the server has it. The connection has been
/// counted already; `counted` gives that back. REQUIRES: the socket's executor is that of one
/// of server->contexts.
asio::awaitable<void> Serve(std::shared_ptr<Shared> server, asio::ip::tcp::socket socket,
                            std::unique_ptr<Share> counted);

}  // namespace firth::http
