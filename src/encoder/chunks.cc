#include "encoder/chunks.h"

#include <algorithm>
#include <utility>

namespace firth::encoder {
namespace {

/// The pieces from `begin` to `end` between [CLS] and [SEP].
Encoding Chunk(const Encoding& text, std::size_t begin, std::size_t end) {
  Encoding chunk;
  const auto add = [&](std::size_t first, std::size_t last) {
    const auto from = static_cast<std::ptrdiff_t>(first);
    const auto to = static_cast<std::ptrdiff_t>(last);
    chunk.ids.insert(chunk.ids.end(), text.ids.begin() + from, text.ids.begin() + to);
    chunk.ranges.insert(chunk.ranges.end(), text.ranges.begin() + from, text.ranges.begin() + to);
  };
  add(0, 1);
  add(begin, end);
  add(text.ids.size() - 1, text.ids.size());
  return chunk;
}

}  // namespace

Chunks CutIntoChunks(std::vector<Encoding> texts, std::size_t limit, std::size_t overlap) {
  Chunks chunks;
  for (Encoding& text : texts) {
    chunks.begins.push_back(chunks.encodings.size());
    if (text.ids.size() <= limit) {
      chunks.encodings.push_back(std::move(text));
      continue;
    }
    const std::size_t last = text.ids.size() - 1;
    const std::size_t inner = limit - 2;
    for (std::size_t begin = 1; true; begin += inner - overlap) {
      chunks.encodings.push_back(Chunk(text, begin, std::min(begin + inner, last)));
      if (begin + inner >= last) break;
    }
  }
  chunks.begins.push_back(chunks.encodings.size());
  return chunks;
}

Matrix MeanOfChunks(Matrix vectors, const Chunks& chunks) {
  const std::size_t texts = chunks.begins.size() - 1;
  if (texts == vectors.rows()) return vectors;
  Matrix means(texts, vectors.columns(), RowLayout::kDense);
  for (std::size_t text = 0; text < texts; ++text) {
    const auto mean = means.MutableRow(RowId{static_cast<std::uint32_t>(text)});
    std::size_t pieces = 0;
    for (std::size_t i = chunks.begins[text]; i < chunks.begins[text + 1]; ++i) {
      pieces += chunks.encodings[i].ids.size();
    }
    std::ranges::fill(mean, 0.0F);
    for (std::size_t i = chunks.begins[text]; i < chunks.begins[text + 1]; ++i) {
      const float share =
          static_cast<float>(chunks.encodings[i].ids.size()) / static_cast<float>(pieces);
      const auto row = vectors.Row(RowId{static_cast<std::uint32_t>(i)});
      for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += share * row[j];
    }
  }
  return means;
}

}  // namespace firth::encoder
