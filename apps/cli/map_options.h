/// What every verb asks that brings words into the plane.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "firth/project.h"
#include "firth/word_vectors.h"
#include "load_options.h"

namespace firth::cli {

/// Words with their places, and what is to be said of them.
struct PlacedWords {
  WordVectors vectors;
  std::vector<PlanePoint> points{};
  std::vector<std::uint32_t> colors{};
  std::string title{};
  std::string caption{};  ///< how the map came to be
};

class MapOptions {
 public:
  /// Before AddTo: what is taken unless the user says otherwise.
  std::string method = "umap";
  std::size_t words = 10'000;  ///< 0: all

  /// REQUIRES: this outlives the parsing of `verb`.
  void AddTo(CLI::App& verb);
  /// As they were asked for, threads and target filled in. Throws Error(kSettings).
  ProjectionSettings Settings() const;
  /// Reads the words and places them, with progress on stderr. A signal ends it with ExitCode.
  PlacedWords Place() const;
  /// The same of another file, named by itself, with no word to anybody: empty when a stop was
  /// requested.
  PlacedWords Place(const std::string& vectors, const ProjectionObserver& observer) const;

 private:
  LoadOptions load_;
  std::string vectors_;
  std::string title_;
  ProjectionSettings settings_;
};

}  // namespace firth::cli
