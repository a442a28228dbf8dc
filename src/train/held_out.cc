#include "train/held_out.h"

#include <span>

#include "firth/error.h"
#include "train/ingest/block_encoder.h"

namespace firth::train {

HeldOut::HeldOut(const TrainSettings& settings, const Vocabulary& vocabulary) {
  BlockEncoder encoder(settings);
  const auto reader = OpenCorpus({settings.valid})->Open();
  std::vector<TokenId> ids;
  while (const auto block = reader->Next()) {
    encoder.Encode(*block, vocabulary, ids);
    ids_.insert(ids_.end(), ids.begin(), ids.end());
  }
  if (ids_.empty()) {
    throw Error(ErrorKind::kInput, "no word of this text is in the vocabulary", settings.valid);
  }
}

double HeldOut::Loss(models::SentenceModel& model) const {
  constexpr std::uint64_t kStream = 0x4E5D;  // any number: the same examples each time
  base::SplitMix64 random(kStream);
  models::ExampleLoss loss;
  std::span<const TokenId> rest = ids_;
  while (!rest.empty()) loss += model.Train(TakeSentence(rest), /*rate=*/0, random);
  return loss.examples > 0 ? loss.sum / static_cast<double>(loss.examples) : 0;
}

bool Patience::IsOver(double loss) {
  if (loss < state_.best) {
    state_.best = loss;
    state_.since_best = 0;
  } else {
    ++state_.since_best;
  }
  return epochs_ > 0 && state_.since_best >= epochs_;
}

}  // namespace firth::train
