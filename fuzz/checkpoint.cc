/// Checkpoints: as they come, and with a checksum that fits, so that what lies behind it is
/// reached.
#include <cstring>
#include <string>

#include "base/checksum.h"
#include "formats/model_file.h"
#include "fuzz_reader.h"
#include "text/subword_rows.h"
#include "train/checkpoint/checkpoint.h"

namespace {

firth::Vocabulary Read(const firth::formats::Source& source) {
  const firth::TrainedModel model = firth::formats::ReadModel(source);
  firth::fuzz::Require(model.input.rows() == firth::text::InputRows(model.vocabulary.size(),
                                                                    model.subwords,
                                                                    model.ngrams.get()));
  if (model.ngrams) firth::fuzz::Touch(*model.ngrams);
  firth::fuzz::Require(model.output.rows() == model.vocabulary.size());
  for (std::uint32_t i = 0; i < model.output.rows(); ++i) {
    for (const float value : model.output.Row(firth::RowId{i})) {
      firth::fuzz::Require(std::isfinite(value));
    }
  }
  firth::train::StateOf(model.settings, source.path);
  return model.vocabulary.Clone();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  firth::fuzz::Run(data, size, Read);
  std::string mended(reinterpret_cast<const char*>(data), size);
  const std::size_t sum_bytes = sizeof(std::uint64_t);
  if (size < sum_bytes) return 0;
  const std::string_view before = std::string_view(mended).substr(0, size - sum_bytes);
  const std::uint64_t sum = firth::base::ChecksumOf(before);
  std::memcpy(mended.data() + before.size(), &sum, sum_bytes);
  return firth::fuzz::Run(reinterpret_cast<const std::uint8_t*>(mended.data()), size, Read);
}
