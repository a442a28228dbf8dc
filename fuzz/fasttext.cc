#include "formats/fasttext.h"

#include "classify/classifier_file.h"
#include "fuzz_reader.h"

namespace firth::fuzz {
namespace {

/// The same bytes as a classifier, which is asked about a line.
void Ask(const formats::Source& source) {
  try {
    const Classifier model = classify::ReadClassifier(source, "__label__", 0);
    Touch(model.words);
    Touch(model.labels);
    if (model.quantized_input) {
      model.quantized_input->Decode(0, model.quantized_input->rows, RowLayout::kDense);
    }
    LinePredictor predictor(model);
    for (const LabelScore& answer : predictor.Predict("an unknown __label__x line", 3)) {
      Require(Index(answer.label) < model.labels.size());
    }
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace firth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return firth::fuzz::Run(data, size, [](const firth::formats::Source& source) {
    firth::fuzz::Ask(source);
    firth::formats::DescribeFasttext(source);
    firth::WordVectors vectors = firth::formats::ReadFasttext(source, {});
    vectors.VectorOf("unknown");
    return vectors;
  });
}
