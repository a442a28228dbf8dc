#include "distributed/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth::distributed {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

/// A network of one process, whose ranks can fall silent. A transport's functions take no object of
/// their own, so that there is one network, and a thread says which rank it is.
class Network {
 public:
  explicit Network(int ranks) : silent_(static_cast<std::size_t>(ranks)) {
    for (auto& one : silent_) one = false;
    current_ = this;
  }

  static const char* Send(int to, const void* bytes, std::uint64_t count, void** request) {
    const std::scoped_lock lock(current_->mutex_);
    current_->inbox_[to].push_back({rank_, std::string(static_cast<const char*>(bytes), count)});
    *request = current_;
    return nullptr;
  }
  static const char* Probe(int* from, std::uint64_t* count, void** message) {
    const std::scoped_lock lock(current_->mutex_);
    auto& inbox = current_->inbox_[rank_];
    const auto heard = std::ranges::find_if(inbox, [](const Sent& sent) {
      return !current_->silent_[static_cast<std::size_t>(sent.from)];
    });
    *message = nullptr;
    if (heard == inbox.end()) return nullptr;
    *from = heard->from;
    *count = heard->bytes.size();
    *message = new std::string(std::move(heard->bytes));
    inbox.erase(heard);
    return nullptr;
  }
  static const char* Receive(void* message, void* bytes, std::uint64_t count, void** request) {
    const std::unique_ptr<std::string> matched(static_cast<std::string*>(message));
    std::memcpy(bytes, matched->data(), count);
    *request = current_;
    return nullptr;
  }
  static const char* Test(void* /*request*/, int* done) {
    *done = 1;
    return nullptr;
  }
  static void Abort(int /*code*/) { ++current_->aborts_; }
  static void Finish() { ++current_->finished_; }

  /// As a rank's transport. Its functions are called by the rank's own post alone.
  template <int kRank>
  firth_transport Of() {
    firth_transport transport{FIRTH_TRANSPORT_VERSION,
                              kRank,
                              static_cast<int>(silent_.size()),
                              {},
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr};
    std::snprintf(transport.host, sizeof transport.host, "host%d", kRank);
    transport.send = [](int to, const void* bytes, std::uint64_t count, void** request) {
      rank_ = kRank;
      return Send(to, bytes, count, request);
    };
    transport.probe = [](int* from, std::uint64_t* count, void** message) {
      rank_ = kRank;
      return Probe(from, count, message);
    };
    transport.receive = [](void* message, void* bytes, std::uint64_t count, void** request) {
      rank_ = kRank;
      return Receive(message, bytes, count, request);
    };
    transport.test = Test;
    transport.abort = Abort;
    transport.finish = Finish;
    return transport;
  }
  firth_transport Of(int rank) { return rank == 0 ? Of<0>() : rank == 1 ? Of<1>() : Of<2>(); }

  void Silence(int rank, bool silent = true) { silent_[static_cast<std::size_t>(rank)] = silent; }
  int finished() const { return finished_; }
  int aborts() const { return aborts_; }

 private:
  struct Sent {
    int from;
    std::string bytes;
  };
  static inline Network* current_ = nullptr;
  static inline thread_local int rank_ = 0;
  std::mutex mutex_;
  std::map<int, std::deque<Sent>> inbox_;
  std::vector<std::atomic<bool>> silent_;
  std::atomic<int> finished_ = 0;
  std::atomic<int> aborts_ = 0;
};

constexpr Patience kLong = {.beat = 20ms, .worry = 100ms, .silence = 600s, .slow = 600s};

void RunRanks(Network& network, int ranks, const Patience& patience,
              const std::function<void(Job&)>& work, const NoteTaker& note = {}) {
  std::barrier all_are_there(ranks);
  std::vector<std::jthread> threads;
  for (int rank = 0; rank < ranks; ++rank) {
    threads.emplace_back([&, rank] {
      const auto job = MakeJob(network.Of(rank), patience, note);
      all_are_there.arrive_and_wait();
      work(*job);
    });
  }
  threads.clear();
}

Communicator::Outgoing ToAll(const Communicator& ranks, const std::string& message) {
  return Communicator::Outgoing(ranks.size(), std::make_shared<const std::string>(message));
}

TEST(Job, BringsEachMessageToItsRank) {
  Network network(3);
  RunRanks(network, 3, kLong, [](Job& job) {
    EXPECT_EQ(job.NameOf(2), "rank 2 on host2");
    for (int round = 0; round < 20; ++round) {
      Communicator::Outgoing messages;
      for (std::size_t to = 0; to < job.size(); ++to) {
        const std::string text = std::to_string(job.rank()) + ">" + std::to_string(to);
        messages.push_back(std::make_shared<const std::string>(
            text + std::string(static_cast<std::size_t>(round), '.')));
      }
      const auto got = job.Begin(std::move(messages))->Wait();
      for (std::size_t from = 0; from < job.size(); ++from) {
        if (from == job.rank()) continue;
        EXPECT_THAT(got[from],
                    testing::StartsWith(std::to_string(from) + ">" + std::to_string(job.rank())));
      }
    }
    EXPECT_EQ(job.Begin(ToAll(job, ""))->Wait()[(job.rank() + 1) % 3], "");
    EXPECT_GT(job.traffic().sent, 2U * 20 * 3);
    EXPECT_EQ(job.traffic().sent, job.traffic().received);
  });
  EXPECT_EQ(network.finished(), 3);
  EXPECT_EQ(network.aborts(), 0);
}

TEST(Job, WaitsForOneThatWorksAndNamesIt) {
  Network network(2);
  Patience patience = kLong;
  patience.slow = 50ms;
  std::atomic<bool> named = false;
  RunRanks(
      network, 2, patience,
      [&](Job& job) {
        while (job.rank() == 1 && !named) std::this_thread::sleep_for(5ms);
        job.Begin(ToAll(job, "x"))->Wait();
      },
      [&named](const std::string& note) {
        if (note == "waiting for rank 1 on host1, which is slower than others") named = true;
      });
  EXPECT_TRUE(named);
}

TEST(Job, GivesUpOneThatIsSilent) {
  Network network(3);
  Patience patience = kLong;
  patience.silence = 300ms;
  std::mutex mutex;
  std::string notes;
  std::vector<std::string> errors;
  RunRanks(
      network, 3, patience,
      [&](Job& job) {
        network.Silence(2);
        const std::string error = base::MessageOfError([&] { job.Begin(ToAll(job, "x"))->Wait(); });
        const std::scoped_lock lock(mutex);
        if (job.rank() < 2) errors.push_back(error);
      },
      [&](const std::string& note) {
        const std::scoped_lock lock(mutex);
        notes += note + "\n";
      });
  EXPECT_THAT(notes, HasSubstr("waiting for rank 2 on host2, of which nothing was heard"));
  ASSERT_EQ(errors.size(), 2U);
  for (const std::string& error : errors) {
    EXPECT_THAT(error, AllOf(HasSubstr("rank 2 on host2 is lost"), HasSubstr("--resume")));
  }
  EXPECT_GT(network.aborts(), 0);
}

TEST(Job, GoesOnWithOneThatIsHeardAgain) {
  Network network(2);
  std::atomic<int> step = 0;
  RunRanks(
      network, 2, kLong,
      [&](Job& job) {
        network.Silence(1);
        EXPECT_EQ(job.Begin(ToAll(job, "x"))->Wait()[1 - job.rank()], "x");
      },
      [&](const std::string& note) {
        if (note.starts_with("waiting for rank 1 on host1, of which") && step == 0) {
          step = 1;
          network.Silence(1, false);
        }
        if (note == "rank 1 on host1 is heard again" && step == 1) step = 2;
      });
  EXPECT_EQ(step, 2);
}

TEST(JoinJob, SaysWhatIsMissing) {
  EXPECT_THAT(base::MessageOfError([] { JoinJob("/nowhere/libfirth_mpi.so", 20s); }),
              HasSubstr("built without MPI"));
  const std::string no_library = testing::TempDir() + "no_library.so";
  std::ofstream(no_library) << "not a library";
  EXPECT_THAT(base::MessageOfError([&] { JoinJob(no_library, 20s); }),
              HasSubstr("cannot be loaded"));
  Dl_info other{};
  ASSERT_NE(::dladdr(::dlsym(RTLD_DEFAULT, "getpid"), &other), 0);
  EXPECT_THAT(base::MessageOfError([&] { JoinJob(other.dli_fname, 20s); }),
              HasSubstr(": is no plug-in of this version of firth"));
}

TEST(Job, NamesWhatFailsBetweenRanks) {
  Network network(2);
  firth_transport broken = network.Of(0);
  broken.probe = [](int*, std::uint64_t*, void**) -> const char* { return "the cable is cut"; };
  EXPECT_THAT(base::MessageOfError([&] { MakeJob(broken, kLong, {}); }),
              HasSubstr("messages between ranks have failed: the cable is cut"));
}

}  // namespace
}  // namespace firth::distributed
