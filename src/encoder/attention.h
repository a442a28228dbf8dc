/// Self-attention over the pieces of one text.
#pragma once

#include <cstddef>
#include <vector>

#include "base/team.h"
#include "encoder/bert_settings.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// softmax(Q K^T / sqrt(d)) V, head by head (Vaswani et al. 2017, arXiv 1706.03762, 3.2), with
/// scratch memory that grows with the square of the longest text. One a thread.
class Attention {
 public:
  Attention(const BertSettings& settings, const kernels::Kernels<float>& kernels)
      : settings_(settings), kernels_(kernels) {}

  /// `qkv` holds, row by row, a piece's query, key and value, `hidden` numbers each, and
  /// kernels::kProductColumns numbers more at its end; `out` takes `hidden` numbers a piece, of
  /// which those of `heads` are written.
  void Run(const float* qkv, std::size_t pieces, const base::Share& heads, float* out);

 private:
  void Head(const float* query, std::size_t pieces, float* out);
  /// Keys as columns, the last ones zeros.
  void Transpose(const float* keys, std::size_t pieces, std::size_t columns);

  BertSettings settings_;
  const kernels::Kernels<float>& kernels_;
  std::vector<float> keys_;
  std::vector<float> scores_;
  std::vector<float> values_;  ///< of a head whose columns are no multiple of kProductColumns
};

}  // namespace firth::encoder
