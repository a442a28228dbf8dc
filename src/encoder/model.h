/// A model of whatever kind, as an Encoder works with it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/team.h"
#include "encoder/ragged_batch.h"
#include "firth/encoder.h"
#include "firth/wordpiece.h"
#include "kernels/kernels.h"

namespace firth::encoder {

/// A team's way from pieces to rows, with its scratch memory.
class PieceRows {
 public:
  virtual ~PieceRows() = default;
  /// The vectors of all pieces of the batch, `info.dim` numbers each, good until the next call.
  /// REQUIRES: of each text no more pieces than the model has places, all of them known.
  virtual const float* Run(const RaggedBatch& batch) = 0;
};

/// Threads: all may be called from several.
class Model {
 public:
  explicit Model(WordPieceTokenizer given) : tokenizer(std::move(given)) {}
  virtual ~Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  /// This and the team must outlive it.
  virtual std::unique_ptr<PieceRows> MakeRows(const kernels::Kernels<float>& kernels,
                                              base::Team& team) const = 0;

  WordPieceTokenizer tokenizer;
  EncoderInfo info;
  std::size_t places = 0;  ///< the most pieces of a text that it can take
};

/// Of the folder's kind. Throws Error as Encoder::Load does.
std::unique_ptr<Model> LoadModel(const std::string& folder, Precision precision);

}  // namespace firth::encoder
