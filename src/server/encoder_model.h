/// A BERT, served.
#pragma once

#include <memory>

#include "server/batcher.h"
#include "server/model.h"

namespace firth::server {

class EncoderModel final : public Model {
 public:
  EncoderModel(ModelInfo info, std::shared_ptr<const Encoder> encoder, BatcherSettings settings);

  void Embed(std::vector<Input> inputs, const Wish& wish, std::stop_token gone,
             Embedding done) const override;
  std::vector<Token> Tokenize(std::string_view text, bool special,
                              std::size_t limit) const override;

  BatcherCounts counts() const { return batcher_.counts(); }

 private:
  Encoding Split(const Input& input, bool cut) const;

  std::shared_ptr<const Encoder> encoder_;
  mutable Batcher batcher_;
};

}  // namespace firth::server
