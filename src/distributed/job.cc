#include "distributed/job.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "firth/error.h"

namespace firth::distributed {
namespace {

class TransportJob final : public Job {
 public:
  TransportJob(const firth_transport& transport, const Patience& patience, NoteTaker note)
      : transport_(transport),
        note_(std::move(note)),
        post_(std::in_place, transport, patience, note_) {
    SendAll(std::make_shared<const std::string>(static_cast<const char*>(transport.host)));
    const std::vector<std::string> hosts = post_->TakeFromAll();
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      const std::string& host =
          i == rank() ? std::string(static_cast<const char*>(transport.host)) : hosts[i];
      names_.push_back(fmt::format("rank {} on {}", i, host));
    }
    post_->SetNames(names_);
  }

  ~TransportJob() override {
    try {
      post_->SayGoodbye();  // as long as others work, this one must be heard of
    } catch (const Error& error) {
      if (note_) note_(error.what());
      post_->Abort(1);
    }
    post_.reset();
    transport_.finish();
  }

  std::size_t rank() const override { return static_cast<std::size_t>(transport_.rank); }
  std::size_t size() const override { return static_cast<std::size_t>(transport_.size); }
  std::string NameOf(std::size_t rank) const override { return names_[rank]; }
  Traffic traffic() const override { return post_->traffic(); }
  void Abort(int code) override { post_->Abort(code); }

  std::unique_ptr<Exchange> Begin(Outgoing messages) override {
    for (std::size_t to = 0; to < messages.size(); ++to) {
      if (to != rank()) post_->Send(to, std::move(messages[to]));
    }
    return std::make_unique<Pending>(*post_);
  }

 private:
  class Pending final : public Exchange {
   public:
    explicit Pending(Post& post) : post_(post) {}
    Incoming Wait() override { return post_.TakeFromAll(); }

   private:
    Post& post_;
  };

  void SendAll(const Post::Message& message) { Begin(Outgoing(size(), message)); }

  firth_transport transport_;
  NoteTaker note_;
  std::optional<Post> post_;
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Job> MakeJob(const firth_transport& transport, const Patience& patience,
                             NoteTaker note) {
  return std::make_unique<TransportJob>(transport, patience, std::move(note));
}

}  // namespace firth::distributed
