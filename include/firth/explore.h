/// A map of words behind a page that asks: who is near, what completes an analogy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/project.h"
#include "firth/word_vectors.h"

namespace firth {

struct ExploreSettings {
  std::uint16_t port = 8090;  ///< of 127.0.0.1; 0: a free one
  std::string title{};
  std::string caption{};    ///< how the map came to be
  std::string_view page{};  ///< HTML, as long as the server lives
  CpuTarget target = CpuTarget::kBest;
};

/// Serves one page and its questions, to this machine alone, from its construction on.
/// Threads: all functions may be called from any.
class ExploreServer {
 public:
  /// `vectors` must outlive this; `points` and `colors` are those of its words, one each. Throws
  /// Error(kIo) when the port is taken.
  ExploreServer(const WordVectors& vectors, std::vector<PlanePoint> points,
                std::vector<std::uint32_t> colors, const ExploreSettings& settings);
  /// Answers what is under way, then ends.
  ~ExploreServer();
  ExploreServer(const ExploreServer&) = delete;
  ExploreServer& operator=(const ExploreServer&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:8090"
  std::string url() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
