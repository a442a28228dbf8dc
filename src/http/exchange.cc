#include "http/exchange.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "http/responses.h"

namespace firth::http {
namespace {

Response Handled(const Router& router, const Request& request, const Handler& handler) {
  try {
    return handler(request);
  } catch (...) {
    return router.Failure(request, std::current_exception());
  }
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Shared> server, const asio::any_io_executor& executor)
    : server_(std::move(server)), executor_(executor), timer_(executor) {
  request.gone = gone_.get_token();
}

Reply Exchange::MakeReply() {
  const auto self = shared_from_this();
  const auto send = [self](std::unique_ptr<Response> response) {
    if (self->server_->ended) return;
    asio::dispatch(self->executor_, [self, response = std::move(response)]() mutable {
      self->response_ = std::move(response);
      self->answered_ = true;
      self->timer_.cancel();
    });
  };
  return Reply(send, [self](const Reply& reply, Reply::Make make) {
    if (self->server_->ended) return;
    // At once on a thread for work: what the answer is made of would wait behind other requests.
    asio::dispatch(self->server_->work, [self, reply, make = std::move(make)] {
      if (self->request.gone.stop_requested()) return;
      try {
        if (auto made = make()) reply(std::move(*made));
      } catch (...) {
        reply(self->server_->router.Failure(self->request, std::current_exception()));
      }
    });
  });
}

void Exchange::Run(const Reply& reply) {
  const Router& router = server_->router;
  if (request.gone.stop_requested()) return;
  if (route_->handler) return reply(Handled(router, request, route_->handler));
  // A handler that throws has not answered; this one does.
  const Handler now = [&](const Request&) -> Response {
    route_->async_handler(std::shared_ptr<const Request>(shared_from_this(), &request), reply);
    return {.status = 0};
  };
  Response thrown = Handled(router, request, now);
  if (thrown.status != 0) reply(std::move(thrown));
}

void Exchange::FindRoute() {
  Response no_route;
  route_ = server_->router.Find(request, no_route);
  if (IsPreflight(server_->settings, request)) return;
  refusal_ = server_->router.Refusal(request);
  if (!refusal_ && route_ == nullptr) refusal_ = std::move(no_route);
}

void Exchange::Begin() {
  const Reply reply = MakeReply();
  if (auto refusal = TakeRefusal()) return reply(std::move(*refusal));
  if (route_->async_handler && request.body.size() <= server_->settings.inline_bytes) {
    return Run(reply);
  }
  asio::post(server_->work, [self = shared_from_this(), reply] { self->Run(reply); });
}

asio::awaitable<void> Exchange::Wait() {
  timer_.expires_after(server_->settings.answer_time);
  while (!answered_ && !left() && timer_.expiry() > std::chrono::steady_clock::now()) {
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void Exchange::ForgetBody() {
  if (!answered_) return;
  request.body = std::string();
  body_bytes.Release();
}

void Exchange::Leave() {
  gone_.request_stop();
  timer_.cancel();
}

Response Exchange::TakeResponse() {
  if (response_) return std::move(*response_);
  if (answered_) return server_->router.Error(request, 500, "no answer came of it");
  gone_.request_stop();
  return server_->router.Error(request, 503, "this takes too long; try again later");
}

}  // namespace firth::http
