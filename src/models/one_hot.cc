#include <fmt/format.h>

#include <utility>

#include "firth/error.h"
#include "firth/models.h"

namespace firth {

WordVectors OneHotVectors(Vocabulary vocabulary, std::uint64_t memory_limit) {
  const auto words = static_cast<std::uint32_t>(vocabulary.size());
  const std::uint64_t bytes = std::uint64_t{words} * words * sizeof(float);
  if (memory_limit > 0 && bytes > memory_limit) {
    throw Error(ErrorKind::kMemory,
                fmt::format("one-hot vectors of {} words need {:.0f} MB, the limit is {:.0f} MB; "
                            "lower --max-vocab or raise --memory-limit",
                            words, static_cast<double>(bytes) / 1e6,
                            static_cast<double>(memory_limit) / 1e6));
  }
  Matrix identity(words, words, RowLayout::kDense);
  for (std::uint32_t i = 0; i < words; ++i) identity.MutableRow(RowId{i})[i] = 1;
  return {std::move(vocabulary), std::move(identity), {{"model", "onehot"}}};
}

}  // namespace firth
