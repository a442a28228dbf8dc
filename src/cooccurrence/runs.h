/// Rows that wait in a temporary file for the rest of the corpus.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cooccurrence/row_source.h"
#include "cooccurrence/temp_file.h"

namespace firth::cooccurrence {

/// The rows of several stretches of the corpus (AppendRows), and their sum. Threads: Put and Count
/// may be called by several, though not Put beside Count.
class Runs final : public RowSource {
 public:
  Runs(std::size_t groups, std::shared_ptr<TempFile> file)
      : groups_(groups), file_(std::move(file)) {}

  /// Begins the next run.
  void Begin() { runs_.emplace_back(groups_); }
  /// The rows of a group, as the run at hand has them; each group once. `scratch` is overwritten.
  /// Throws Error(kIo).
  void Put(std::size_t group, const RowBlock& rows, std::string& scratch);

  void Count(std::size_t group, RowSums& sums, RowBlock& out) const override;

 private:
  struct Stretch {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
  };

  std::size_t groups_;
  std::shared_ptr<TempFile> file_;
  std::vector<std::vector<Stretch>> runs_;  ///< a stretch for each group
};

}  // namespace firth::cooccurrence
