/// Word vectors as Python holds them.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>
#include <mutex>
#include <optional>

#include "firth/index.h"
#include "firth/word_vectors.h"

namespace firth::python {

/// Shared, so that arrays over the matrix and indexes may outlive the object they came from.
/// Threads: everything may be called from several.
class PyWordVectors {
 public:
  explicit PyWordVectors(WordVectors vectors)
      : shared_(std::make_shared<Shared>(std::move(vectors))) {}

  const WordVectors& vectors() const { return shared_->vectors; }
  std::shared_ptr<const void> owner() const { return shared_; }

  /// Made at the first question: it goes over all rows once.
  const WordQueries& queries() const {
    std::call_once(shared_->once, [this] { shared_->queries.emplace(shared_->vectors); });
    return *shared_->queries;
  }

 private:
  struct Shared {
    explicit Shared(WordVectors v) : vectors(std::move(v)) {}
    WordVectors vectors;
    std::once_flag once;
    std::optional<WordQueries> queries;
  };
  std::shared_ptr<Shared> shared_;
};

using RowsArray =
    nanobind::ndarray<const float, nanobind::ndim<2>, nanobind::c_contig, nanobind::device::cpu>;

/// An array's memory as a matrix; the array lives as long.
Matrix Borrowed(const RowsArray& rows);

}  // namespace firth::python
