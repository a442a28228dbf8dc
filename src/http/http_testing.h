/// A client that says exactly what a test wants said.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace firth::http {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~RawClient() { Close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  void Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// One answer with a Content-Length; what came until then when the connection ends before.
  std::string ReadAnswer() {
    while (!Complete()) {
      if (!ReadSome()) break;
    }
    const std::size_t size = Complete() ? AnswerSize() : rest_.size();
    std::string answer = rest_.substr(0, size);
    rest_.erase(0, size);
    return answer;
  }

  std::string ReadToEnd() {
    while (ReadSome()) {
    }
    return std::exchange(rest_, {});
  }

  std::string Ask(std::string_view request) {
    Send(request);
    return ReadAnswer();
  }

  void Close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

 private:
  bool ReadSome() {
    char bytes[4096];
    const ssize_t got = ::recv(file_, bytes, sizeof bytes, 0);
    if (got > 0) rest_.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  std::size_t AnswerSize() const {
    const std::size_t head = rest_.find("\r\n\r\n") + 4;
    const std::size_t length = rest_.find("Content-Length: ");
    return length < head ? head + std::stoul(rest_.substr(length + 16, 20)) : head;
  }
  bool Complete() const {
    return rest_.find("\r\n\r\n") != std::string::npos && rest_.size() >= AnswerSize();
  }

  int file_;
  bool connected_ = false;
  std::string rest_;
};

}  // namespace firth::http
