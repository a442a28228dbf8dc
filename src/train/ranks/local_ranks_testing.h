/// Ranks that are threads of the test.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "firth/communicator.h"
#include "firth/error.h"

namespace firth::train {

/// Where the messages between the ranks lie: a queue from each to each.
class LocalPost {
 public:
  explicit LocalPost(std::size_t ranks) : size_(ranks), queues_(ranks * ranks) {}

  std::size_t size() const { return size_; }
  void Put(std::size_t from, std::size_t to, std::string message) {
    const std::scoped_lock lock(mutex_);
    queues_[from * size_ + to].push_back(std::move(message));
    arrived_.notify_all();
  }
  std::string Take(std::size_t from, std::size_t to) {
    std::unique_lock lock(mutex_);
    auto& queue = queues_[from * size_ + to];
    arrived_.wait(lock, [&] { return !queue.empty() || closed_; });
    if (queue.empty()) throw Error(ErrorKind::kIo, "rank " + std::to_string(from) + " is lost");
    std::string message = std::move(queue.front());
    queue.pop_front();
    return message;
  }

  /// A rank is lost: the others wait no longer.
  void Close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    arrived_.notify_all();
  }

 private:
  std::size_t size_;
  bool closed_ = false;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::deque<std::string>> queues_;
};

class LocalRank final : public Communicator {
 public:
  LocalRank(LocalPost& post, std::size_t rank) : post_(post), rank_(rank) {}

  std::size_t rank() const override { return rank_; }
  std::size_t size() const override { return post_.size(); }
  std::string NameOf(std::size_t rank) const override { return "rank " + std::to_string(rank); }
  Traffic traffic() const override { return traffic_; }

  std::unique_ptr<Exchange> Begin(Outgoing messages) override {
    for (std::size_t to = 0; to < messages.size(); ++to) {
      if (to == rank_) continue;
      traffic_.sent += messages[to]->size();
      post_.Put(rank_, to, *messages[to]);
    }
    return std::make_unique<Pending>(*this);
  }

 private:
  class Pending final : public Exchange {
   public:
    explicit Pending(LocalRank& rank) : rank_(rank) {}
    Incoming Wait() override {
      Incoming got(rank_.size());
      for (std::size_t from = 0; from < got.size(); ++from) {
        if (from == rank_.rank_) continue;
        got[from] = rank_.post_.Take(from, rank_.rank_);
        rank_.traffic_.received += got[from].size();
      }
      return got;
    }

   private:
    LocalRank& rank_;
  };

  LocalPost& post_;
  std::size_t rank_;
  Traffic traffic_;
};

/// Runs work(communicator) as so many ranks, each in a thread; the first exception comes back.
inline void RunAsRanks(std::size_t ranks, const std::function<void(Communicator&)>& work) {
  LocalPost post(ranks);
  std::exception_ptr failure;
  std::mutex mutex;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < ranks; ++i) {
      threads.emplace_back([&, i] {
        try {
          LocalRank rank(post, i);
          work(rank);
        } catch (...) {
          const std::scoped_lock lock(mutex);
          if (!failure) failure = std::current_exception();
          post.Close();
        }
      });
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace firth::train
