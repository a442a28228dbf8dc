/// How long work shows that it goes on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "firth/train.h"

namespace firth::cli {

/// On a terminal, one line on stderr that is written over again and again; elsewhere a plain line
/// every few seconds. Not thread-safe.
class ProgressLine {
 public:
  ProgressLine();

  void Counting(std::uint64_t bytes, std::uint64_t words);
  /// `share` of the work: 0 to 1.
  void CountingPairs(double share);
  void Training(const Progress& progress);
  /// Passes over pairs, of which nothing is learned on the way.
  void Factoring(const Progress& progress);
  /// `share` of what `part` names.
  void Part(std::string_view part, double share);
  void Encoding(std::size_t texts, std::size_t of, double texts_per_second);
  /// Ends the line that is being written over; what follows stands on its own.
  void End();
  /// A line of its own, in between.
  void Note(std::string_view line);

 private:
  void Show(const std::string& line);
  bool IsDue();

  bool terminal_;
  bool open_ = false;  ///< the cursor stands behind a line that may be written over
  std::chrono::steady_clock::time_point last_;
};

/// "1:23:45", "2:05"
std::string Duration(double seconds);

}  // namespace firth::cli
