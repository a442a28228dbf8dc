/// Approximate search for the nearest of many vectors: a graph that is walked instead of a list
/// that is read (Malkov, Yashunin 2016, arXiv 1603.09320).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/index.h"
#include "firth/word_vectors.h"

namespace firth {

/// What "near" means.
enum class Metric {
  kCosine,  ///< scores are cosines
  kDot,     ///< scores are dot products
  kL2,      ///< scores are distances, negative: the highest is the nearest
};

/// "cosine", "dot", "l2".
std::string_view MetricName(Metric metric);
/// Throws Error(kSettings) naming the known ones.
Metric MetricNamed(std::string_view name);

/// What a walk compares. All but float32 stand beside the vectors, take fewer bytes, and are less
/// exact: the rows that a walk kept are then compared by their vectors.
enum class Storage {
  kFloat32,  ///< the vectors themselves
  kBf16,     ///< half the bytes: eight binary digits a number
  kInt8,     ///< a quarter: a whole number from -127 to 127, and a factor a vector
  kBinary,   ///< a thirty-second: the sign alone, and the length a vector
};

/// "float32", "bf16", "int8", "binary".
std::string_view StorageName(Storage storage);
/// Throws Error(kSettings) naming the known ones.
Storage StorageNamed(std::string_view name);

struct HnswSettings {
  Metric metric = Metric::kCosine;
  Storage storage = Storage::kFloat32;
  std::size_t links = 16;   ///< of a row on each level but the lowest, which has twice as many (M)
  std::size_t width = 200;  ///< rows that are kept while a place is looked for (efConstruction)
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: one a processor. One alone gives the same graph every time
};

struct HnswObserver {
  std::function<void(std::size_t rows_done)> progress{};  ///< about four times a second
  std::stop_token stop{};
};

/// Vectors with a graph over them.
/// Threads: searching from several is safe; Remove is not to run beside anything.
class HnswIndex {
 public:
  /// Throws Error: kSettings (links beyond 2 to 256, width beyond 1 to 65536), kInput (no rows, or
  /// one whose length is beyond 9e18: its products are not finite; more than 65,536 numbers a row
  /// for another storage than float32). Rows that hold a NaN or an
  /// infinity must not be there. After a stop the graph is not whole, and good for nothing.
  static HnswIndex Build(WordVectors vectors, const HnswSettings& settings = {},
                         const HnswObserver& observer = {}, CpuTarget target = CpuTarget::kBest);

  /// What Write wrote. Vectors and graph are mapped, not copied, and every link is checked first.
  /// Throws Error: kNotFound, kIo, kFormat.
  static HnswIndex Read(const std::string& path, CpuTarget target = CpuTarget::kBest);
  /// A file of word vectors, as firth's own safetensors are, with the graph in it. Whole or not at
  /// all. Throws Error(kIo).
  void Write(const std::string& path) const;
  /// As Write, and gives what Read would. A file that cannot be read again takes nobody's place.
  /// Throws Error: kIo, kFormat.
  HnswIndex WriteAndRead(const std::string& path) const;

  ~HnswIndex();
  HnswIndex(HnswIndex&&) noexcept;
  HnswIndex& operator=(HnswIndex&&) noexcept;

  const WordVectors& vectors() const;
  Metric metric() const;
  Storage storage() const;
  /// Rows that a search may find: those that were not removed.
  std::size_t size() const;

  /// The `k` rows nearest to `query` of those that the walk meets, best first, equal scores by
  /// lower row; fewer when it meets fewer. `width` rows are kept on the way (ef), at least k: more
  /// find more of the true ones and take longer. Scores are those of the vectors, whatever a walk
  /// compares. REQUIRES: query.size() == vectors().dim().
  std::vector<Neighbor> Search(std::span<const float> query, std::size_t k,
                               std::size_t width = 64) const;

  /// The `k` rows nearest of all, every row being compared: what Search is measured by.
  /// REQUIRES: query.size() == vectors().dim().
  std::vector<Neighbor> SearchAll(std::span<const float> query, std::size_t k) const;

  /// From now on no search finds `row`; walks still go through it. REQUIRES: row below
  /// vectors().size().
  void Remove(RowId row);

  /// This one with the rows of `more` behind its own, linked by the settings that it was built
  /// with. Throws Error(kInput) when these have another length.
  HnswIndex Add(const WordVectors& more, unsigned threads = 0,
                const HnswObserver& observer = {}) const;

 private:
  struct Parts;
  explicit HnswIndex(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
