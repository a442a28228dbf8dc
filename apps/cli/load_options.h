/// How verbs load vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "firth/formats.h"
#include "firth/train.h"

namespace CLI {
class App;
}

namespace firth::cli {

/// "2G", "1.5MB", "300K" or bytes. Throws Error(kSettings) that begins with `flag`.
std::uint64_t ParseSize(std::string_view flag, const std::string& text);

/// --memory-limit, as `firth train` has it.
class LoadOptions {
 public:
  /// REQUIRES: this outlives the parsing of `verb`.
  void AddTo(CLI::App& verb);
  /// The first `max_words` words of a file, or all (0).
  WordVectors Read(const std::string& path, std::size_t max_words = 0) const;
  std::uint64_t limit() const { return settings_.MemoryLimit(); }

 private:
  TrainSettings settings_;
};

}  // namespace firth::cli
