/// A lesson behind a page that asks: the engine's numbers, one step after another.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "firth/cpu_target.h"
#include "firth/learn.h"

namespace firth {

/// Weights that the page may offer to fetch.
struct EncoderOffer {
  std::string name{};  ///< empty: there is nothing to offer
  unsigned megabytes = 0;
  std::string command{};  ///< that fetches them too
  /// Fetches and returns the folder; called from a thread of the server's. Throws Error.
  std::function<std::string()> fetch{};
};

struct TeachSettings {
  std::uint16_t port = 8091;  ///< of 127.0.0.1; 0: a free one
  std::string sentence{kLessonSentence};
  LessonSettings lesson{};
  std::string_view page{};  ///< HTML, as long as the server lives
  std::string vectors{};    ///< of a real corpus, a file; empty: none yet
  std::string corpus{};     ///< what the page offers to train on, a file; empty: none
  std::string encoder{};    ///< a BERT's folder; empty: none yet
  EncoderOffer offer{};
  CpuTarget target = CpuTarget::kBest;
};

/// Serves the page of a lesson and its questions, to this machine alone, from its construction on.
/// Threads: all functions may be called from any.
class TeachServer {
 public:
  /// Throws Error: kIo when the port is taken, kSettings, kInput as MakeLesson does.
  explicit TeachServer(const TeachSettings& settings);
  /// Stops what is being trained and answers what is under way, then ends.
  ~TeachServer();
  TeachServer(const TeachServer&) = delete;
  TeachServer& operator=(const TeachServer&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:8091"
  std::string url() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
