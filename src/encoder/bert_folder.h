/// A BERT as Hugging Face's and sentence-transformers' folders hold it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "encoder/bert.h"
#include "encoder/bert_settings.h"
#include "encoder/files/config_file.h"
#include "encoder/files/weights.h"
#include "encoder/model.h"

namespace firth::encoder {

class BertFolder final : public Model {
 public:
  /// `modules` are the folder's own. Throws Error as Encoder::Load does.
  BertFolder(const std::string& folder, const std::optional<Modules>& modules, Precision precision);

  std::unique_ptr<PieceRows> MakeRows(const kernels::Kernels<float>& kernels,
                                      base::Team& team) const override;

 private:
  BertSettings settings_;
  Weights weights_;
  BertWeights bert_;
};

}  // namespace firth::encoder
