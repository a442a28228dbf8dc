/// What a BERT's config.json says.
#pragma once

#include <cstddef>

namespace firth::encoder {

struct BertSettings {
  std::size_t layers = 0;
  std::size_t hidden = 0;  ///< columns of a piece's vector, heads times a head's columns
  std::size_t heads = 0;
  std::size_t intermediate = 0;  ///< columns between the two products of a feed-forward layer
  std::size_t places = 0;        ///< a text has at most so many pieces
  std::size_t types = 0;         ///< of pieces: a text alone is of type 0
  std::size_t vocabulary = 0;
  float eps = 1e-12F;  ///< of layer normalization

  std::size_t HeadColumns() const { return hidden / heads; }
};

}  // namespace firth::encoder
