/// From the vectors of pieces to the vector of a text.
#pragma once

#include <cstddef>
#include <span>

#include "firth/encoder.h"

namespace firth::encoder {

/// Pools `pieces` rows of out.size() numbers each into `out`; zeros when there are none.
void Pool(const float* rows, std::size_t pieces, Pooling pooling, std::span<float> out);

/// Divides by the vector's length, or by 1e-12 when it is shorter (PyTorch's normalize).
void Normalize(std::span<float> vector);

}  // namespace firth::encoder
