/// A server with a small BERT and a few words, and a client of it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "encoder/encoder_testing.h"
#include "firth/formats.h"
#include "firth/server.h"
#include "http/http_testing.h"

namespace firth::server {

/// Three words: king is [3, 4], queen [4, 3], bread [-4, 3].
inline std::string SmallWords() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string path = testing::TempDir() + test->test_suite_name() + "_" + test->name() + ".txt";
  encoder::WriteFile(path, "3 2\nking 3 4\nqueen 4 3\nbread -4 3\n");
  return path;
}

class ServerTest : public testing::Test {
 protected:
  using Json = nlohmann::json;

  struct Answer {
    unsigned status = 0;
    std::string head;
    std::string body;
    Json json() const { return Json::parse(body); }
  };

  /// The models "bert" and "words", and whatever else `settings` say.
  void Start(ServeSettings settings = {}) {
    folder_ = encoder::SmallModel();
    words_ = SmallWords();
    settings.models = {{.name = "bert", .path = folder_}, {.name = "words", .path = words_}};
    settings.port = 0;
    settings.threads = 1;
    server_.emplace(std::move(settings));
  }

  Answer Ask(const std::string& method, const std::string& path, const std::string& body = "",
             const std::string& headers = "") {
    http::RawClient client(server_->port());
    const std::string all = client.Ask(
        fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\r\n{}", method,
                    path, headers, body.size(), body));
    const std::size_t end = all.find("\r\n\r\n");
    if (end == std::string::npos) return {};
    return {static_cast<unsigned>(std::stoul(all.substr(9, 3))), all.substr(0, end),
            all.substr(end + 4)};
  }
  /// What an answer that refuses says, after its status: "422 inputs: a text is empty".
  static std::string Refusal(const Answer& answer) {
    const Json error = answer.json().value("error", Json());
    const Json& message = error.is_object() ? error.at("message") : error;
    return fmt::format("{} {}", answer.status,
                       message.is_string() ? message.get<std::string>() : "");
  }
  Answer Get(const std::string& path) { return Ask("GET", path); }
  Answer Post(const std::string& path, const Json& body) { return Ask("POST", path, body.dump()); }

  std::string folder_;
  std::string words_;
  std::optional<Server> server_;
};

}  // namespace firth::server
