#include "distributed/post.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/little_endian.h"
#include "firth/error.h"

namespace firth::distributed {
namespace {

/// Longer messages are sent in pieces of so many bytes.
constexpr std::uint64_t kPiece = std::uint64_t{1} << 28;

using Clock = std::chrono::steady_clock;

std::vector<std::string> Numbered(std::size_t ranks) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < ranks; ++i) names.push_back(fmt::format("rank {}", i));
  return names;
}

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

Post::Post(const firth_transport& transport, const Patience& patience, NoteTaker note)
    : transport_(transport),
      names_(Numbered(static_cast<std::size_t>(transport.size))),
      patience_(patience),
      note_(std::move(note)),
      peers_(names_.size()),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

Post::~Post() {
  thread_.request_stop();
  changed_.notify_all();
}

void Post::SetNames(std::vector<std::string> names) {
  const std::scoped_lock lock(mutex_);
  names_ = std::move(names);
}

void Post::Send(std::size_t to, Message message) {
  const std::scoped_lock lock(mutex_);
  traffic_.sent += message->size();
  peers_[to].to_send.push_back(std::move(message));
  changed_.notify_all();
}

std::vector<std::string> Post::TakeFromAll() {
  std::unique_lock lock(mutex_);
  waiting_ = true;
  waiting_since_ = Clock::now();
  changed_.wait(lock, [this] { return failure_ || HasAll(); });
  waiting_ = false;
  for (Peer& peer : peers_) peer.named = false;
  if (!HasAll()) std::rethrow_exception(failure_);
  std::vector<std::string> messages(peers_.size());
  for (std::size_t from = 0; from < peers_.size(); ++from) {
    if (from == static_cast<std::size_t>(transport_.rank)) continue;
    messages[from] = std::move(peers_[from].inbox.front());
    peers_[from].inbox.pop_front();
    traffic_.received += messages[from].size();
  }
  return messages;
}

void Post::SayGoodbye() {
  {
    const std::scoped_lock lock(mutex_);
    leaving_ = true;
  }
  for (std::size_t to = 0; to < peers_.size(); ++to) {
    if (to != static_cast<std::size_t>(transport_.rank))
      Send(to, std::make_shared<const std::string>());
  }
  TakeFromAll();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || !IsSending(); });
  if (failure_) std::rethrow_exception(failure_);
}

void Post::Abort(int code) {
  const std::scoped_lock lock(mutex_);
  transport_.abort(code);
}

Traffic Post::traffic() const {
  const std::scoped_lock lock(mutex_);
  return traffic_;
}

void Post::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    try {
      if (Step()) {
        moved_ = Clock::now();
        changed_.notify_all();
      }
      Beat();
      Watch();
    } catch (...) {
      failure_ = std::current_exception();
      changed_.notify_all();
      return;
    }
    changed_.wait_for(lock, Nap());
  }
}

bool Post::Step() {
  const bool sends = StartSending();
  const bool receives = StartReceiving();
  const bool sent = EndSending();
  return EndReceiving() || sent || receives || sends;
}

bool Post::StartSending() {
  bool any = false;
  for (std::size_t to = 0; to < peers_.size(); ++to) {
    auto& queue = peers_[to].to_send;
    for (; !queue.empty(); queue.pop_front(), any = true) {
      const Message message = queue.front();
      std::string length;
      base::AppendLittleEndian(length, static_cast<std::uint64_t>(message->size()));
      const auto head = std::make_shared<const std::string>(std::move(length));
      SendPiece(to, head, head->data(), head->size());
      for (std::uint64_t at = 0; at < message->size(); at += kPiece) {
        SendPiece(to, message, message->data() + at, std::min(kPiece, message->size() - at));
      }
    }
  }
  return any;
}

void Post::SendPiece(std::size_t to, Message owner, const void* bytes, std::uint64_t count) {
  void* request = nullptr;
  Check(transport_.send(static_cast<int>(to), bytes, count, &request));
  peers_[to].sending.push_back({request, std::move(owner)});
}

bool Post::IsDone(void* request) const {
  int done = 0;
  Check(transport_.test(request, &done));
  return done != 0;
}

bool Post::EndSending() {
  bool any = false;
  for (Peer& peer : peers_) {
    while (!peer.sending.empty() && IsDone(peer.sending.front().request)) {
      peer.sending.pop_front();
      any = true;
    }
  }
  return any;
}

bool Post::StartReceiving() {
  bool any = false;
  while (true) {
    int from = 0;
    std::uint64_t count = 0;
    void* message = nullptr;
    Check(transport_.probe(&from, &count, &message));
    if (message == nullptr) return any;
    any = true;
    auto& arriving = peers_[static_cast<std::size_t>(from)].arriving;
    arriving.push_back({nullptr, std::string(count, '\0')});
    Arriving& last = arriving.back();
    Check(transport_.receive(message, last.bytes.data(), count, &last.request));
  }
}

bool Post::EndReceiving() {
  bool any = false;
  for (std::size_t from = 0; from < peers_.size(); ++from) {
    Peer& peer = peers_[from];
    while (!peer.arriving.empty() && IsDone(peer.arriving.front().request)) {
      peer.heard = Clock::now();
      if (std::exchange(peer.worried, false)) Note(from, names_[from] + " is heard again");
      TakePiece(peer, std::move(peer.arriving.front().bytes));
      peer.arriving.pop_front();
      any = true;
    }
  }
  return any;
}

void Post::TakePiece(Peer& peer, std::string piece) {
  if (piece.empty()) return;  // a sign of life
  if (peer.missing == 0) {
    peer.missing = base::LoadLittleEndian<std::uint64_t>(piece.data());
    if (peer.missing == 0) peer.inbox.emplace_back();
    return;
  }
  peer.missing -= std::min<std::uint64_t>(peer.missing, piece.size());
  if (peer.message.empty()) {
    peer.message = std::move(piece);
  } else {
    peer.message += piece;
  }
  if (peer.missing == 0) peer.inbox.push_back(std::exchange(peer.message, {}));
}

void Post::Beat() {
  if (Clock::now() - beat_ < patience_.beat) return;
  beat_ = Clock::now();
  static const auto kNothing = std::make_shared<const std::string>();
  for (std::size_t to = 0; to < peers_.size(); ++to) {
    const bool busy =
        to == static_cast<std::size_t>(transport_.rank) || !peers_[to].sending.empty();
    if (!busy) SendPiece(to, kNothing, kNothing->data(), 0);
  }
}

void Post::Watch() {
  const auto now = Clock::now();
  // Who was stopped itself cannot say who was silent meanwhile.
  const bool slept = now - std::exchange(seen_, now) > patience_.beat;
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    Peer& peer = peers_[i];
    if (i == static_cast<std::size_t>(transport_.rank)) continue;
    if (slept) peer.heard = now;
    const auto silent = now - peer.heard;
    if (silent > patience_.silence) {
      throw Error(ErrorKind::kIo,
                  fmt::format("{} is lost: nothing was heard of it for {:.0f} s. Start all ranks "
                              "again, with --resume where there are checkpoints",
                              names_[i], Seconds(silent)));
    }
    if (silent > patience_.worry && !std::exchange(peer.worried, true)) {
      Note(i,
           fmt::format("waiting for {}, of which nothing was heard for {:.0f} s; after {:.0f} s it "
                       "is given up",
                       names_[i], Seconds(silent), Seconds(patience_.silence)));
    }
    const bool late =
        waiting_ && !leaving_ && peer.inbox.empty() && now - waiting_since_ > patience_.slow;
    if (late && !peer.worried && !std::exchange(peer.named, true)) {
      Note(i, fmt::format("waiting for {}, which is slower than others", names_[i]));
    }
  }
}

void Post::Check(const char* failure) const {
  if (failure == nullptr) return;
  throw Error(ErrorKind::kIo, fmt::format("messages between ranks have failed: {}", failure));
}

void Post::Note(std::size_t about, const std::string& note) const {
  const int teller = about == 0 ? 1 : 0;
  if (note_ && transport_.rank == teller) note_(note);
}

bool Post::IsSending() const {
  return std::ranges::any_of(
      peers_, [](const Peer& peer) { return !peer.to_send.empty() || !peer.sending.empty(); });
}

bool Post::HasAll() const {
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    if (i != static_cast<std::size_t>(transport_.rank) && peers_[i].inbox.empty()) return false;
  }
  return true;
}

Post::Clock::duration Post::Nap() const {
  using namespace std::chrono_literals;
  const bool arriving =
      std::ranges::any_of(peers_, [](const Peer& peer) { return !peer.arriving.empty(); });
  if (arriving || IsSending() || Clock::now() - moved_ < 5ms) return 200us;
  return 1ms;
}

}  // namespace firth::distributed
