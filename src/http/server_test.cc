#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <mutex>
#include <thread>

#include "firth/error.h"
#include "http/http_testing.h"

namespace firth::http {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kEcho =
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

/// Answers that a test gives itself, later.
struct Later {
  std::mutex mutex;
  std::vector<std::pair<std::shared_ptr<const Request>, Reply>> waiting;

  std::size_t size() {
    const std::scoped_lock lock(mutex);
    return waiting.size();
  }
  void Await(std::size_t count) {
    while (size() < count) std::this_thread::sleep_for(1ms);
  }
};

Router MakeRouter(Later* later = nullptr) {
  Router router;
  router.Add("POST", "/echo",
             [](const Request& request) { return Response{.body = request.body}; });
  router.Add("GET", "/fail", [](const Request&) -> Response { throw HttpError(422, "no"); });
  router.Add("GET", "/busy", [](const Request&) -> Response { throw HttpError(429, "later"); });
  router.Add("GET", "/bug", [](const Request&) -> Response { throw std::logic_error("bug"); });
  router.AddAsync("GET", "/now",
                  [](auto, const Reply& reply) { reply(Response{.body = {"now"}}); });
  router.AddAsync("GET", "/never", [](auto, const Reply&) {});
  router.AddAsync("GET", "/later", [later](auto request, const Reply& reply) {
    const std::scoped_lock lock(later->mutex);
    later->waiting.emplace_back(std::move(request), reply);
  });
  return router;
}

std::string Get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string PostHead(std::size_t bytes) {
  return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
}

TEST(HttpServer, AnswersOneRequestAfterAnotherOnAConnection) {
  const HttpServer server({}, MakeRouter());
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const std::string answer = client.Ask(kEcho);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Connection: keep-alive\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\nhello"));
  }
  EXPECT_EQ(server.connections(), 1U);
  EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
  const HttpServer server({}, MakeRouter());
  RawClient client(server.port());
  client.Send(std::string(kEcho) + Get("/now") + Get("/fail"));
  EXPECT_THAT(client.ReadAnswer(), EndsWith("hello"));
  EXPECT_THAT(client.ReadAnswer(), EndsWith("now"));
  EXPECT_THAT(client.ReadAnswer(), EndsWith(R"({"error":"no"})"));
}

TEST(HttpServer, ReadsBodiesInChunksAndByteByByte) {
  const HttpServer server({}, MakeRouter());
  RawClient client(server.port());
  constexpr std::string_view kChunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
  for (const char byte : kChunked) client.Send({&byte, 1});
  EXPECT_THAT(client.ReadAnswer(), EndsWith("hello"));
}

TEST(HttpServer, SaysWhatWentWrong) {
  const HttpServer server({}, MakeRouter());
  const auto status = [&](const std::string& request) {
    return RawClient(server.port()).Ask(request).substr(9, 3);
  };
  EXPECT_EQ(status(Get("/fail")), "422");
  EXPECT_EQ(status(Get("/bug")), "500");
  EXPECT_EQ(status(Get("/never")), "500");
  EXPECT_EQ(status(Get("/none")), "404");
  EXPECT_EQ(status(Get("/echo")), "405");
  EXPECT_EQ(status(Get("/%")), "400");
  EXPECT_EQ(status("HELLO\r\n\r\n"), "400");
  EXPECT_EQ(status("GET /now HTTP/1.1\r\nA: " + std::string(20000, 'a') + "\r\n\r\n"), "431");
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += "a:\r\n";
  EXPECT_EQ(status("GET /now HTTP/1.1\r\n" + lines + "\r\n"), "431");
  const std::string coded = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ";
  EXPECT_EQ(status(coded + "gzip\r\n\r\n" + Get("/now")), "400");
  EXPECT_EQ(status(coded + "\r\nTransfer-Encoding: gzip\r\n\r\n" + Get("/now")), "400");
  EXPECT_EQ(status(coded + "chunked, gzip\r\n\r\n" + Get("/now")), "400");
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  const HttpServer server({}, MakeRouter());
  RawClient client(server.port());
  client.Send("HEAD /now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string answer = client.ReadToEnd();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(HttpServer, RefusesBodiesThatAreTooLongBeforeTheyCome) {
  const HttpServer server({.body_bytes = 1000}, MakeRouter());
  const std::string start = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  RawClient announced(server.port());
  EXPECT_THAT(announced.Ask(start + "Content-Length: 1000000000\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  RawClient chunked(server.port());
  chunked.Send(start + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'a') +
               "\r\n0\r\n\r\n");
  EXPECT_THAT(chunked.ReadToEnd(), StartsWith("HTTP/1.1 413 "));
}

TEST(HttpServer, WhateverIsBusySaysWhenToComeAgain) {
  const HttpServer plain({}, MakeRouter());
  EXPECT_THAT(RawClient(plain.port()).Ask(Get("/busy")), HasSubstr("Retry-After: 1\r\n"));
  Router own = MakeRouter();
  own.SetFailurePage([](const Request&, const std::exception_ptr&) {
    return Response{.status = 429, .body = {"own"}};
  });
  const HttpServer with_page({}, std::move(own));
  const std::string answer = RawClient(with_page.port()).Ask(Get("/fail"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 429 "));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(answer, EndsWith("own"));
}

TEST(HttpServer, AllBodiesTogetherHaveALimit) {
  Later later;
  const HttpServer server({.bodies_bytes = 100'000}, MakeRouter(&later));
  const auto ask = [&](std::size_t bytes) {
    return RawClient(server.port()).Ask(PostHead(bytes) + std::string(bytes, 'b'));
  };
  RawClient held(server.port());
  held.Send("GET /later HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n" +
            std::string(90'000, 'a'));
  later.Await(1);  // of two on their way the one that is behind would find no room
  const std::string refused = ask(90'000);
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(ask(1000), StartsWith("HTTP/1.1 200 "));  // ordinary ones always find room
  later.waiting[0].second(Response{.body = {"done"}});
  EXPECT_THAT(held.ReadAnswer(), EndsWith("done"));
  EXPECT_THAT(ask(90'000), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, WhatIsAnnouncedTakesNoRoomUntilItComes) {
  const HttpServer server({.bodies_bytes = 100'000}, MakeRouter());
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<RawClient>(server.port()));
    slow.back()->Send(PostHead(90'000) + "a");
  }
  EXPECT_THAT(RawClient(server.port()).Ask(PostHead(90'000) + std::string(90'000, 'b')),
              StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, RefusesWhoMayNotAskBeforeTheBodyComes) {
  Router router = MakeRouter();
  router.SetGuard([](const Request&) { throw HttpError(401, "no key"); });
  const HttpServer server({}, std::move(router));
  EXPECT_THAT(RawClient(server.port()).Ask(PostHead(1'000'000)), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(RawClient(server.port()).Ask(PostHead(5'000'000) + std::string(5'000'000, 'a')),
              EndsWith(R"({"error":"no key"})"));
}

TEST(HttpServer, LargeAnswersWaitWithinALimit) {
  constexpr std::size_t kBytes = 20'000'000;  // far more than the system takes for a client
  Router router = MakeRouter();
  router.Add("GET", "/large",
             [](const Request&) { return Response{.body = std::string(kBytes, 'a')}; });
  std::atomic<int> answers = 0;
  HttpSettings settings{.answers_bytes = kBytes + kBytes / 2};
  settings.on_finished = [&](const Finished&) { ++answers; };
  const HttpServer server(settings, std::move(router));
  const auto ask = [&](std::string_view path) { return RawClient(server.port()).Ask(Get(path)); };
  RawClient unread(server.port());
  unread.Send(Get("/large"));
  while (answers == 0) std::this_thread::sleep_for(1ms);
  const std::string refused = ask("/large");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(ask("/now"), EndsWith("now"));
  EXPECT_GT(unread.ReadAnswer().size(), kBytes);
  while (!ask("/large").starts_with("HTTP/1.1 200 ")) std::this_thread::sleep_for(1ms);
}

TEST(HttpServer, DropsWhoDoesNotTakeAnAnswer) {
  Router router = MakeRouter();
  router.Add("GET", "/large",
             [](const Request&) { return Response{.body = std::string(20'000'000, 'a')}; });
  const HttpServer server({.write_time = 50ms}, std::move(router));
  RawClient unread(server.port());
  unread.Send(Get("/large"));
  while (server.connections() == 0) std::this_thread::sleep_for(1ms);
  while (server.connections() > 0) std::this_thread::sleep_for(1ms);
}

TEST(HttpServer, TellsThoseWhoSendTooSlowlyAndDropsThem) {
  const HttpServer server({.read_time = 50ms, .idle_time = 100ms}, MakeRouter());
  const auto told = [&](std::string_view part) {
    RawClient client(server.port());
    client.Send(part);
    const std::string all = client.ReadToEnd();
    EXPECT_THAT(all, StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(all, EndsWith("\r\n\r\n{\"error\":\"the request did not come in time\"}"));
  };
  told("G");
  told("GET /now HTTP/1.1\r\nHost: a\r\n");
  told(kEcho.substr(0, kEcho.size() - 1));
  RawClient drips(server.port());
  for (int i = 0; i < 8; ++i) {
    drips.Send(kEcho.substr(static_cast<std::size_t>(i), 1));
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_THAT(drips.ReadToEnd(), StartsWith("HTTP/1.1 408 "));
  RawClient idle(server.port());
  EXPECT_THAT(idle.ReadToEnd(), IsEmpty());
}

TEST(HttpServer, AnswersMayComeLaterAndFromOtherThreads) {
  Later later;
  const HttpServer server({}, MakeRouter(&later));
  RawClient one(server.port());
  RawClient two(server.port());
  one.Send(Get("/later"));
  later.Await(1);
  two.Send(Get("/later"));
  later.Await(2);
  EXPECT_EQ(server.requests(), 2U);
  later.waiting[1].second({.body = {"two"}});
  EXPECT_THAT(two.ReadAnswer(), EndsWith("two"));
  later.waiting[0].second({.body = {"one"}});
  later.waiting[0].second({.body = {"again"}});
  EXPECT_THAT(one.ReadAnswer(), EndsWith("one"));
}

TEST(HttpServer, TellsAHandlerThatItsClientHasGone) {
  Later later;
  const HttpServer server({}, MakeRouter(&later));
  RawClient client(server.port());
  client.Send(Get("/later"));
  later.Await(1);
  EXPECT_FALSE(later.waiting[0].first->gone.stop_requested());
  client.Close();
  while (!later.waiting[0].first->gone.stop_requested()) std::this_thread::sleep_for(1ms);
  later.waiting.clear();
  while (server.requests() + server.connections() > 0) std::this_thread::sleep_for(1ms);
}

TEST(HttpServer, SeesThatAClientGoesThatSentMoreOrTookItsTime) {
  Later later;
  const HttpServer server({.read_time = 200ms}, MakeRouter(&later));
  RawClient pipelined(server.port());
  pipelined.Send(Get("/later") + Get("/now"));
  later.Await(1);
  RawClient slow(server.port());
  slow.Send(Get("/later").substr(0, 9));
  std::this_thread::sleep_for(50ms);
  slow.Send(Get("/later").substr(9));
  later.Await(2);
  std::this_thread::sleep_for(300ms);  // all that the requests had to come
  pipelined.Close();
  slow.Close();
  for (const auto& [request, reply] : later.waiting) {
    while (!request->gone.stop_requested()) std::this_thread::sleep_for(1ms);
  }
}

TEST(HttpServer, AnAnswerCanBeMadeOnAThreadForWork) {
  Later later;
  const HttpServer server({}, MakeRouter(&later));
  RawClient client(server.port());
  const auto ask = [&](std::function<Response()> make) {
    client.Send(Get("/later"));
    later.Await(1);
    later.waiting[0].second.Later(std::move(make));
    later.waiting.clear();
    return client.ReadAnswer();
  };
  const auto me = std::this_thread::get_id();
  EXPECT_THAT(ask([&] {
                EXPECT_NE(std::this_thread::get_id(), me);
                return Response{.body = {"made"}};
              }),
              EndsWith("made"));
  EXPECT_THAT(ask([]() -> Response { throw HttpError(422, "no"); }), StartsWith("HTTP/1.1 422 "));
}

TEST(HttpServer, GivesUpOnAHandlerThatTakesTooLong) {
  Later later;
  const HttpServer server({.answer_time = 50ms}, MakeRouter(&later));
  RawClient client(server.port());
  EXPECT_THAT(client.Ask(Get("/later")), StartsWith("HTTP/1.1 503 "));
  EXPECT_TRUE(later.waiting[0].first->gone.stop_requested());
}

TEST(HttpServer, TurnsAwayWhatIsTooMuch) {
  Later later;
  const HttpServer server({.connections = 3, .requests = 1}, MakeRouter(&later));
  RawClient one(server.port());
  one.Send(Get("/later"));
  later.Await(1);
  RawClient two(server.port());
  const std::string answer = two.Ask(Get("/now"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 429 "));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  later.waiting[0].second({.body = {"one"}});
  EXPECT_THAT(one.ReadAnswer(), EndsWith("one"));
  later.waiting.clear();
  EXPECT_THAT(two.Ask(Get("/now")), EndsWith("now"));
  RawClient three(server.port());
  EXPECT_THAT(three.Ask(Get("/now")), EndsWith("now"));
  RawClient four(server.port());
  EXPECT_THAT(four.ReadToEnd(), StartsWith("HTTP/1.1 503 "));
}

TEST(HttpServer, DrainAnswersWhatHasCome) {
  Later later;
  HttpServer server({}, MakeRouter(&later));
  RawClient busy(server.port());
  RawClient idle(server.port());
  EXPECT_THAT(idle.Ask(Get("/now")), HasSubstr("Connection: keep-alive\r\n"));
  busy.Send(Get("/later"));
  later.Await(1);
  auto drained = std::async(std::launch::async, [&] { return server.Drain(); });
  while (RawClient(server.port()).connected()) std::this_thread::sleep_for(1ms);
  const std::string last = idle.Ask(Get("/now"));
  EXPECT_THAT(last, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(last, HasSubstr("Connection: close\r\n"));
  later.waiting[0].second({.body = {"late"}});
  EXPECT_THAT(busy.ReadAnswer(), EndsWith("late"));
  later.waiting.clear();
  EXPECT_TRUE(drained.get());
}

TEST(HttpServer, DrainCutsOffWhatTakesTooLong) {
  Later later;
  HttpServer server({.drain_time = 50ms}, MakeRouter(&later));
  RawClient client(server.port());
  client.Send(Get("/later"));
  later.Await(1);
  EXPECT_FALSE(server.Drain());
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
}

TEST(HttpServer, TellsOtherSitesPagesOnlyWhenToldTo) {
  const std::string asks =
      "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\n"
      "Access-Control-Request-Method: POST\r\n"
      "Access-Control-Request-Headers: content-type,x-stainless-lang\r\n\r\n";
  const HttpServer closed({}, MakeRouter());
  EXPECT_THAT(RawClient(closed.port()).Ask(asks), Not(HasSubstr("Access-Control-Allow-Origin")));
  const HttpServer open({.cors_origins = {"http://b"}}, MakeRouter());
  const std::string answer = RawClient(open.port()).Ask(asks);
  EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Origin: http://b\r\n"));
  EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Headers: content-type,x-stainless-lang\r\n"));
}

TEST(HttpServer, ReportsWhatItDidWithoutTexts) {
  std::promise<std::string> report;
  HttpSettings settings;
  settings.on_finished = [&](const Finished& done) {
    report.set_value(std::string(done.method) + " " + std::string(done.route) + " " +
                     std::to_string(done.status) + " " + std::string(done.peer));
  };
  const HttpServer server(settings, MakeRouter());
  RawClient(server.port()).Ask(kEcho);
  EXPECT_EQ(report.get_future().get(), "POST /echo 200 127.0.0.1");
}

TEST(HttpServer, ReportsWhomItTurnsAway) {
  std::promise<unsigned> report;
  HttpSettings settings{.connections = 0};
  settings.on_finished = [&](const Finished& done) { report.set_value(done.status); };
  const HttpServer server(settings, MakeRouter());
  RawClient(server.port()).ReadToEnd();
  EXPECT_EQ(report.get_future().get(), 503U);
}

TEST(HttpServer, APortThatIsTakenIsAnErrorThatNamesIt) {
  const HttpServer server({}, MakeRouter());
  try {
    const HttpServer second({.port = server.port()}, MakeRouter());
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot listen on 127.0.0.1:"));
  }
}

}  // namespace
}  // namespace firth::http
