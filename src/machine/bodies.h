/// What the measurements do.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "firth/machine.h"
#include "firth/matrix.h"
#include "kernels/kernels.h"
#include "machine/rounds.h"
#include "machine/row_stream.h"

namespace firth::machine {

/// Operations.
Chunk Arithmetic(const kernels::Kernels<float>& kernels);

/// A buffer for each thread.
using Buffers = std::shared_ptr<std::vector<Matrix>>;
Buffers MakeBuffers(unsigned threads, std::size_t bytes);

/// Bytes; `bytes` of each buffer, a multiple of 64, are gone through.
Chunk Read(const kernels::Kernels<float>& kernels, const Buffers& buffers, std::size_t bytes);
Chunk ReadWrite(const kernels::Kernels<float>& kernels, const Buffers& buffers, std::size_t bytes);
/// Bytes, of rows of so many numbers anywhere in the buffers.
Chunk RandomRows(const kernels::Kernels<float>& kernels, const Buffers& buffers,
                 std::size_t columns);

/// Steps, on rows of its own that stay the same.
Chunk HotStep(const kernels::Kernels<float>& kernels, StepModel model, std::size_t dim);

/// Matrices, and the rows of their windows: of each thread its own.
struct MixData {
  std::size_t vocabulary;
  std::vector<std::vector<WindowRows>> windows;  ///< of each thread
};

/// An input and an output matrix of small random numbers.
struct MatrixPair {
  Matrix input;
  Matrix output;
  MatrixPair(std::size_t vocabulary, std::size_t dim);
};
/// One pair more than there are threads: the last is shared.
using Pairs = std::shared_ptr<std::vector<MatrixPair>>;

/// Windows.
Chunk Mix(const kernels::Kernels<float>& kernels, const std::shared_ptr<const MixData>& data,
          const Pairs& pairs, MixWork work, RowSharing sharing);

}  // namespace firth::machine
