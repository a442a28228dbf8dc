/// What Prometheus asks for.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "http/server.h"
#include "server/model_set.h"

namespace firth::server {

/// Threads: safe.
class Metrics {
 public:
  void Add(const http::Finished& done);

  /// Prometheus' text format, version 0.0.4. Names that text-embeddings-inference has are its own.
  std::string Text(const Models& models, std::size_t connections, std::size_t requests) const;

 private:
  /// Seconds; the last bucket, of all, is not among them.
  static constexpr std::array<double, 12> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                     0.05,   0.1,   0.25,   0.5,   1,    5};
  struct Durations {
    std::array<std::uint64_t, kBounds.size() + 1> buckets{};
    double sum = 0;
  };

  void AppendDurations(std::string& out) const;

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, unsigned>, std::uint64_t> counts_;  ///< by route and status
  std::map<std::string, Durations> durations_;                        ///< by route
};

}  // namespace firth::server
