#include <cmath>

#include "firth/corpus.h"
#include "firth/index.h"
#include "firth/train.h"
#include "learn/steps.h"

namespace firth::learn {
namespace {

WordVectors TrainOnThem() {
  TrainSettings settings;
  ApplyCompat(settings, "note");
  settings.model.objective = Objective::kFullSoftmax;
  settings.model.window = 4;
  settings.model.dim = 10;
  settings.epochs = 300;
  settings.lr = 0.1;
  settings.threads = 1;
  settings.cpu_target = CpuTarget::kScalar;
  return ToWordVectors(Train(*TextCorpus(MeaningText()), settings).model);
}

/// The cosine of b - a and d - c.
double CosineOfOffsets(std::span<const float> a, std::span<const float> b, std::span<const float> c,
                       std::span<const float> d) {
  double dot = 0;
  double first = 0;
  double second = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = double{b[i]} - double{a[i]};
    const double y = double{d[i]} - double{c[i]};
    dot += x * y;
    first += x * x;
    second += y * y;
  }
  return dot / std::sqrt(first * second);
}

}  // namespace

/// The note's words in a few sentences: what is said of a king is said of a man, and what is said
/// of a queen of a woman, but for the crown.
const std::vector<std::string>& MeaningSentences() {
  static const std::vector<std::string> sentences = {
      "the king wears a crown and he rules", "the queen wears a crown and she rules",
      "the man wears a hat and he works",    "the woman wears a hat and she works",
      "he is a king and wears a crown",      "she is a queen and wears a crown",
      "he is a man and wears a hat",         "she is a woman and wears a hat",
      "every day they eat a big apple",      "they eat a sweet apple every day"};
  return sentences;
}

std::string MeaningText() {
  std::string text;
  for (const std::string& sentence : MeaningSentences()) text += sentence + "\n";
  return text;
}

MeaningStep MakeMeaning() {
  const WordVectors vectors = TrainOnThem();
  const WordQueries queries(vectors, CpuTarget::kScalar);
  const auto pair = [&queries](const char* a, const char* b) {
    return MeaningPair{a, b, double{queries.Similarity(a, b)}};
  };
  MeaningStep step;
  step.sentences = MeaningSentences();
  step.alike = {pair("man", "woman"), pair("king", "queen")};
  step.unlike = {pair("man", "apple"), pair("queen", "apple")};
  step.offsets = CosineOfOffsets(*vectors.Find("man"), *vectors.Find("woman"),
                                 *vectors.Find("king"), *vectors.Find("queen"));
  return step;
}

}  // namespace firth::learn
