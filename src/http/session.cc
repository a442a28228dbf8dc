#include "http/session.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <iterator>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/ascii.h"
#include "http/deadline.h"
#include "http/exchange.h"
#include "http/growing_body.h"
#include "http/responses.h"
#include "http/target.h"

namespace firth::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Parser = beast::http::request_parser<GrowingBody>;
using asio::ip::tcp;
using TlsStream = beast::ssl_stream<tcp::socket>;

/// Errors come as values: a client that goes is nothing exceptional.
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

/// Read at once: a header and, mostly, its body.
constexpr std::size_t kReadBytes = 8U << 10;
/// Of longer bodies.
constexpr std::size_t kBodyReadBytes = 64U << 10;
/// Written at once.
constexpr std::size_t kWriteBytes = 256U << 10;
/// Of a body; no limit of all bodies counts them, so that it shuts out no ordinary request.
constexpr std::size_t kFreeBodyBytes = 16U << 10;
/// Longer answers count until they are taken.
constexpr std::size_t kFreeAnswerBytes = 64U << 10;
/// Of what comes after a refusal.
constexpr std::size_t kLingerBytes = 32U << 20;
constexpr auto kLingerTime = std::chrono::seconds(2);
/// Lines of a header: each takes far more memory than it is long.
constexpr std::ptrdiff_t kMostFields = 100;
/// Between two looks whether a client is still there that has sent more than its request.
constexpr auto kLook = std::chrono::milliseconds(100);

unsigned StatusOf(const error_code& error) {
  if (error == beast::error::timeout) return 408;
  if (error == beast::http::error::header_limit) return 431;
  if (error == beast::http::error::body_limit) return 413;
  return 400;
}

std::string_view ReasonOf(unsigned status) {
  switch (status) {
    case 408:
      return "the request did not come in time";
    case 431:
      return "the header is too long";
    case 413:
      return "the body is too long";
    default:
      return "this is no HTTP request";
  }
}

/// There is nobody to answer.
bool IsEnd(const error_code& error) {
  return error == beast::http::error::end_of_stream || error == asio::error::eof ||
         error == asio::error::operation_aborted || error == asio::error::connection_reset ||
         error == asio::ssl::error::stream_truncated || error == asio::error::broken_pipe;
}

bool HasManyFields(const Parser& parser) {
  return std::distance(parser.get().begin(), parser.get().end()) > kMostFields;
}

/// A body of which nobody knows where it ends (RFC 9112 section 6.3).
bool HasEndlessBody(const Parser& parser) {
  return parser.get().count(beast::http::field::transfer_encoding) > 0 && !parser.chunked();
}

/// Reads `parser`'s first line into `request`; false when the target is no path.
bool DescribeTarget(const Parser& parser, Request& request) {
  request.method = parser.get().method_string();
  const auto target = parser.get().target();
  auto parsed = ParseTarget({target.data(), target.size()});
  if (!parsed) return false;
  request.path = std::move(parsed->path);
  request.query = std::move(parsed->query);
  return true;
}

void DescribeHeaders(const Parser& parser, Request& request) {
  request.headers.clear();
  for (const auto& field : parser.get()) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), base::LowerAscii);
    request.headers.emplace_back(std::move(name), field.value());
  }
}

template <class Stream>
class Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <class... Arguments>
  Session(std::shared_ptr<Shared> server, std::unique_ptr<Share> counted, Arguments&&... arguments)
      : server_(std::move(server)),
        counted_(std::move(counted)),
        stream_(std::forward<Arguments>(arguments)...),
        deadline_(socket()),
        peer_(PeerOf(socket())),
        look_(socket().get_executor()) {}

  void CloseIfIdle() override {
    OnStrand([this] {
      error_code ignored;
      if (idle_) socket().cancel(ignored);
    });
  }

  void Cut() override {
    OnStrand([this] {
      cut_ = true;
      if (exchange_) exchange_->Leave();
      error_code ignored;
      socket().close(ignored);
    });
  }

  asio::awaitable<void> Run() {
    error_code ignored;
    socket().non_blocking(true, ignored);
    if (!server_->ended && co_await Greet()) {
      while (!cut_ && !server_->ended && co_await ServeOne()) {
      }
      co_await TakeLeave();
    }
    deadline_.End();
    socket().close(ignored);
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  tcp::socket& socket() { return beast::get_lowest_layer(stream_); }
  const HttpSettings& settings() const { return server_->settings; }

  template <class Work>
  void OnStrand(Work work) {
    asio::post(socket().get_executor(), [self = this->shared_from_this(), work] { work(); });
  }

  asio::awaitable<bool> Greet() {
    if constexpr (kTls) {
      deadline_.Set(settings().read_time);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
      co_return !error;
    }
    co_return true;
  }

  asio::awaitable<void> TakeLeave() {
    if constexpr (kTls) {
      deadline_.Set(kLingerTime);
      co_await stream_.async_shutdown(kAwait);
    }
    error_code ignored;
    socket().shutdown(asio::socket_base::shutdown_send, ignored);
    if (linger_) co_await ReadAway(socket(), deadline_, kLingerTime);
  }

  /// False at the end of the connection.
  asio::awaitable<bool> ServeOne() {
    if (buffer_.size() == 0 && !co_await NextBytes()) co_return false;
    bytes_in_ = 0;
    timed_ = false;
    const auto exchange = std::make_shared<Exchange>(server_, socket().get_executor());
    exchange->request.peer = peer_;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings().header_bytes));
    parser.body_limit(settings().body_bytes);
    const error_code error = co_await Read(
        parser, kReadBytes, [&] { return parser.is_header_done() || HasManyFields(parser); });
    const bool is_path = DescribeTarget(parser, exchange->request);
    if (HasManyFields(parser)) {
      co_return co_await Refuse(exchange, 431, "the header has too many lines");
    }
    DescribeHeaders(parser, exchange->request);
    if (error) co_return co_await Refuse(exchange, error);
    if (HasEndlessBody(parser)) {
      co_return co_await Refuse(exchange, 400, "bodies are chunked, or have a length");
    }
    if (!is_path) co_return co_await Refuse(exchange, 400, "the target of the request is no path");
    exchange->FindRoute();
    if (!parser.is_done()) {
      if (auto refusal = exchange->TakeRefusal()) {
        co_return co_await RefuseWith(exchange, std::move(*refusal));
      }
      if (!co_await ReadBody(exchange, parser)) co_return false;
    }
    begin_ = Clock::now();
    if (!exchange->counted.Take(server_->requests, 1, settings().requests)) {
      Response busy = server_->router.Error(exchange->request, 429, "too many requests at once");
      co_return co_await Answer(exchange, std::move(busy), parser.get().keep_alive());
    }
    co_return co_await Handle(exchange, parser.get().keep_alive());
  }

  /// Waits for the first bytes of a request.
  asio::awaitable<bool> NextBytes() {
    buffer_ = beast::flat_buffer(settings().header_bytes + kBodyReadBytes);
    idle_ = true;
    deadline_.Set(settings().idle_time);
    error_code error;
    std::size_t bytes = 0;
    if constexpr (kTls) {
      std::tie(error, bytes) =
          co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kAwait);
    } else {
      // Whoever waits needs no memory to read into. Bytes that came as the wait was ended count.
      co_await stream_.async_wait(asio::socket_base::wait_read, kAwait);
      bytes = stream_.read_some(buffer_.prepare(kReadBytes), error);
    }
    idle_ = false;
    buffer_.commit(bytes);
    co_return !error && !cut_;
  }

  /// Hands the parser what has come and what comes, up to `at_once` bytes each time, until `done`,
  /// which is asked after each. All that a request needs of it comes within one read_time.
  template <class Done>
  asio::awaitable<error_code> Read(Parser& parser, std::size_t at_once, const Done& done) {
    while (true) {
      error_code error;
      if (buffer_.size() > 0) {
        const std::size_t used = parser.put(buffer_.data(), error);
        buffer_.consume(used);
        bytes_in_ += used;
        if (error && error != beast::http::error::need_more) co_return error;
      }
      if (done()) co_return error_code{};
      const std::size_t room = beast::read_size(buffer_, at_once);
      if (room == 0) co_return beast::http::error::buffer_overflow;
      if (!timed_) deadline_.Set(settings().read_time);
      timed_ = true;
      const auto [failed, bytes] = co_await stream_.async_read_some(buffer_.prepare(room), kAwait);
      buffer_.commit(bytes);
      if (deadline_.passed()) co_return beast::error::timeout;
      if (failed == asio::error::eof) {
        parser.put_eof(error);
        co_return error ? error : beast::http::error::partial_message;
      }
      if (failed) co_return failed;
    }
  }

  /// False when the request was refused.
  asio::awaitable<bool> ReadBody(const std::shared_ptr<Exchange>& exchange, Parser& parser) {
    if (beast::iequals(exchange->request.Header("expect"), "100-continue")) {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream_, asio::buffer(kContinue), kAwait);
    }
    parser.eager(true);
    bool fits = true;
    const error_code error = co_await Read(parser, kBodyReadBytes, [&] {
      fits = CountBody(*exchange, parser.get().body().size());
      return parser.is_done() || !fits;
    });
    std::string body = std::move(parser.get().body());
    if (!error && fits) {
      exchange->request.body = std::move(body);
      co_return true;
    }
    body = std::string();  // before its share is given back
    if (error) co_return co_await Refuse(exchange, error);
    co_return co_await Refuse(exchange, 503, "too many large requests at once");
  }

  /// False when all bodies together have become too long.
  bool CountBody(Exchange& exchange, std::size_t bytes) {
    const std::size_t counted = bytes - std::min(bytes, kFreeBodyBytes);
    return exchange.body_bytes.Take(server_->body_bytes, counted, settings().bodies_bytes);
  }

  asio::awaitable<bool> Handle(const std::shared_ptr<Exchange>& exchange, bool keep_alive) {
    if (IsPreflight(settings(), exchange->request)) {
      co_return co_await Answer(exchange, PreflightAnswer(exchange->request), keep_alive);
    }
    exchange->Begin();
    if (!exchange->answered()) {
      exchange_ = exchange;
      deadline_.Set(settings().answer_time + kLingerTime);  // it would end the watch
      WatchForLeaving();
      co_await exchange->Wait();
      watch_.emit(asio::cancellation_type::all);
      look_.cancel();
      exchange_ = nullptr;
    }
    if (!exchange->left())
      co_return co_await Answer(exchange, exchange->TakeResponse(), keep_alive);
    Report(*exchange, 499, 0);
    co_return false;
  }

  /// While a request is handled nothing is read; but that the client closes is seen.
  void WatchForLeaving() {
    socket().async_wait(asio::socket_base::wait_read,
                        asio::bind_cancellation_slot(
                            watch_.slot(), [self = this->shared_from_this(),
                                            exchange = exchange_](const error_code& error) {
                              if (!error) self->LookForLeaving(exchange);
                            }));
  }

  /// Something has come: the end, or bytes that are for later, which may have the end behind them.
  void LookForLeaving(const std::shared_ptr<Exchange>& exchange) {
    if (exchange->answered() || exchange->left()) return;
    pollfd look{.fd = socket().native_handle(), .events = POLLRDHUP, .revents = 0};
    if (::poll(&look, 1, 0) > 0) return exchange->Leave();
    look_.expires_after(kLook);
    look_.async_wait([self = this->shared_from_this(), exchange](const error_code& error) {
      if (!error) self->LookForLeaving(exchange);
    });
  }

  asio::awaitable<bool> Refuse(const std::shared_ptr<Exchange>& exchange, const error_code& error) {
    if (IsEnd(error)) co_return false;
    const unsigned status = StatusOf(error);
    co_return co_await Refuse(exchange, status, ReasonOf(status));
  }

  asio::awaitable<bool> Refuse(const std::shared_ptr<Exchange>& exchange, unsigned status,
                               std::string_view reason) {
    Response refusal = server_->router.Error(exchange->request, status, reason);
    co_return co_await RefuseWith(exchange, std::move(refusal));
  }

  /// The request was not read to its end: the connection cannot be used again.
  asio::awaitable<bool> RefuseWith(const std::shared_ptr<Exchange>& exchange, Response refusal) {
    linger_ = refusal.status != 408;  // who is slow has nothing on the way
    begin_ = Clock::now();
    exchange->body_bytes.Release();
    co_return co_await Answer(exchange, std::move(refusal), false);
  }

  /// Sends the response; true when the connection stays.
  asio::awaitable<bool> Answer(const std::shared_ptr<Exchange>& exchange, Response response,
                               bool keep_alive) {
    const Request& request = exchange->request;
    const std::size_t bytes = response.body.own_bytes();
    Share until_taken;
    if (bytes > kFreeAnswerBytes &&
        !until_taken.Take(server_->answer_bytes, bytes, settings().answers_bytes)) {
      response = server_->router.Error(request, 503, "too many large answers wait to be taken");
    }
    AddCors(settings(), request, response);
    AddRetryAfter(response);
    const bool stays = keep_alive && !server_->draining;
    const bool with_body = request.method != "HEAD";
    const std::string head = ResponseHead(response, stays);
    const std::string_view body = with_body ? response.body.bytes() : std::string_view{};
    Report(*exchange, response.status, head.size() + body.size());
    exchange->counted.Release();
    exchange->ForgetBody();
    co_return co_await Write(head, body) && stays;
  }

  /// Piece by piece, so that the time for writing bounds a client's pause and not a file's size.
  asio::awaitable<bool> Write(std::string_view head, std::string_view body) {
    if (!WriteNow(head, body)) co_return false;
    if (!head.empty()) {
      // One buffer at a time: of an empty one and a long one TLS's stream writes nothing.
      const std::string first = std::string(head) += body.substr(0, kReadBytes);
      if (!co_await WritePiece(first)) co_return false;
      body.remove_prefix(std::min(body.size(), kReadBytes));
    }
    while (!body.empty()) {
      const std::string_view piece = body.substr(0, kWriteBytes);
      if (!co_await WritePiece(piece)) co_return false;
      body.remove_prefix(piece.size());
    }
    co_return true;
  }

  asio::awaitable<bool> WritePiece(std::string_view piece) {
    deadline_.Set(settings().write_time);
    const auto [error, written] = co_await asio::async_write(stream_, asio::buffer(piece), kAwait);
    co_return !error && written == piece.size();
  }

  /// Mostly the system takes all at once. Leaves what it did not take; false when the client has
  /// gone.
  bool WriteNow(std::string_view& head, std::string_view& body) {
    if constexpr (!kTls) {
      const std::array<asio::const_buffer, 2> bytes = {asio::buffer(head),
                                                       asio::buffer(body.substr(0, kWriteBytes))};
      error_code error;
      const std::size_t written = stream_.write_some(bytes, error);
      const std::size_t of_head = std::min(written, head.size());
      head.remove_prefix(of_head);
      body.remove_prefix(written - of_head);
      return !error || error == asio::error::would_block;
    }
    return true;
  }

  void Report(const Exchange& exchange, unsigned status, std::size_t bytes_out) {
    if (!settings().on_finished) return;
    const Router::Route* const route = exchange.route();
    settings().on_finished({.method = exchange.request.method,
                            .route = route == nullptr ? std::string_view{} : route->path,
                            .status = status,
                            .peer = peer_,
                            .bytes_in = bytes_in_,
                            .bytes_out = bytes_out,
                            .seconds = std::chrono::duration<double>(Clock::now() - begin_).count(),
                            .cancelled = status == 499});
  }

  std::shared_ptr<Shared> server_;
  std::unique_ptr<Share> counted_;
  Stream stream_;
  Deadline deadline_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::shared_ptr<Exchange> exchange_;  ///< while it is waited for
  asio::cancellation_signal watch_;
  asio::steady_timer look_;
  Clock::time_point begin_ = Clock::now();
  std::size_t bytes_in_ = 0;
  bool timed_ = false;  ///< the deadline is that of the request
  bool idle_ = false;
  bool linger_ = false;
  bool cut_ = false;
};

/// Among the connections of a server while it lives.
class Registered {
 public:
  Registered(Shared& server, const std::shared_ptr<Connection>& connection) : server_(server) {
    const std::scoped_lock lock(server_.mutex);
    place_ = server_.alive.insert(server_.alive.end(), connection);
  }
  ~Registered() {
    const std::scoped_lock lock(server_.mutex);
    server_.alive.erase(place_);
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

 private:
  Shared& server_;
  std::list<std::weak_ptr<Connection>>::iterator place_;
};

template <class Stream, class... Arguments>
asio::awaitable<void> RunSession(std::shared_ptr<Shared> server, std::unique_ptr<Share> counted,
                                 Arguments&&... arguments) {
  const auto session = std::make_shared<Session<Stream>>(server, std::move(counted),
                                                         std::forward<Arguments>(arguments)...);
  const Registered registered(*server, session);
  co_await session->Run();
}

}  // namespace

asio::awaitable<void> ReadAway(tcp::socket& socket, Deadline& deadline,
                               std::chrono::milliseconds time) {
  deadline.Set(time);
  std::array<char, kReadBytes> bytes;
  for (std::size_t read = 0; read < kLingerBytes && !deadline.passed();) {
    const auto [error, some] = co_await socket.async_read_some(asio::buffer(bytes), kAwait);
    if (error) co_return;
    read += some;
  }
}

std::string PeerOf(const asio::ip::tcp::socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string{} : endpoint.address().to_string();
}

asio::awaitable<void> Serve(std::shared_ptr<Shared> server, asio::ip::tcp::socket socket,
                            std::unique_ptr<Share> counted) {
  asio::ssl::context* const tls = server->tls ? &*server->tls : nullptr;
  if (tls != nullptr) {
    co_await RunSession<TlsStream>(std::move(server), std::move(counted), std::move(socket), *tls);
  } else {
    co_await RunSession<tcp::socket>(std::move(server), std::move(counted), std::move(socket));
  }
}

}  // namespace firth::http
