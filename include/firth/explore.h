/// Maps of words behind a page that asks: who is near, what completes an analogy, how two models
/// differ.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/project.h"
#include "firth/word_vectors.h"

namespace firth {

/// What a table says of each word under one heading.
struct ExploreColumn {
  std::string name{};
  std::vector<std::string> values{};  ///< one a word; empty where the table does not know it
};

/// Words with their places, and what is to be said of them.
struct ExploreMap {
  WordVectors vectors{};
  std::vector<PlanePoint> points{};  ///< one a word
  std::vector<std::uint32_t>
      colors{};  ///< one a word, below 256: a group of those that lie together
  std::string title{};
  std::string caption{};  ///< how the map came to be
  std::vector<ExploreColumn> columns{};
};

/// Reads a table of tabs whose first line names the columns and whose first column holds words:
/// the other columns, for the words of `vocabulary`. Throws Error: kNotFound, kIo, kFormat.
std::vector<ExploreColumn> ReadColumns(const std::string& path, const Vocabulary& vocabulary);

struct ExploreSettings {
  std::uint16_t port = 8090;  ///< of 127.0.0.1; 0: a free one
  std::string_view page{};    ///< HTML, as long as the server lives
  CpuTarget target = CpuTarget::kBest;
  /// Makes a map of a file that was dropped on the page; called from a thread of the server's.
  /// Empty: nothing can be dropped. Throws Error.
  std::function<ExploreMap(const std::string& path)> read{};
};

/// Serves one page and its questions, to this machine alone, from its construction on.
/// Threads: all functions may be called from any.
class ExploreServer {
 public:
  /// Throws Error(kIo) when the port is taken. REQUIRES: a map or more.
  ExploreServer(std::vector<ExploreMap> maps, const ExploreSettings& settings);
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
