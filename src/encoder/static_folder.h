/// Vectors of pieces without a network, as model2vec's and sentence-transformers' folders hold
/// them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "encoder/files/config_file.h"
#include "encoder/files/weights.h"
#include "encoder/model.h"
#include "firth/matrix.h"

namespace firth::encoder {

/// A text is the mean of the rows of its pieces; words that are not made of known pieces count for
/// nothing, and neither [CLS] nor [SEP] stands around them (van Dongen, Tulkens: Model2Vec, 2024).
class StaticFolder final : public Model {
 public:
  /// model.safetensors and tokenizer.json are in the folder `place`; `modules` are the model's, if
  /// it has any. Throws Error as Encoder::Load does.
  StaticFolder(const std::string& place, const std::optional<Modules>& modules);

  std::unique_ptr<PieceRows> MakeRows(const kernels::Kernels<float>& kernels,
                                      base::Team& team) const override;

 private:
  Weights weights_;
  const float* rows_;  ///< [vocabulary, dim]
};

/// What a folder of such a model holds.
struct StaticModel {
  std::vector<std::string> pieces;
  WordPieceSettings settings;  ///< of the tokenizer; `unknown` is a piece
  Matrix rows;                 ///< [pieces, dim]
};

/// Makes the folder when it is missing: model.safetensors, tokenizer.json, config.json and
/// modules.json, by which firth, model2vec (StaticModel.from_pretrained) and sentence-transformers
/// read it; vectors of texts are made of length 1. Each file appears whole. Throws Error(kIo).
void WriteStaticFolder(const StaticModel& model, const std::string& folder);

}  // namespace firth::encoder
