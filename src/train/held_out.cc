#include "train/held_out.h"

#include <fmt/format.h>

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
    RequireMemory(settings);
  }
  if (ids_.empty()) {
    throw Error(ErrorKind::kInput, "no word of this text is in the vocabulary", settings.valid);
  }
}

void HeldOut::RequireMemory(const TrainSettings& settings) const {
  // While they grow, they stand in memory up to three times.
  const std::uint64_t most = settings.MemoryLimit() / 4;
  if (ids_.size() * sizeof(TokenId) <= most) return;
  throw Error(ErrorKind::kMemory,
              fmt::format("the held-out text takes more than {:.0f} MB, a quarter of the limit; "
                          "take a shorter one, or raise --memory-limit",
                          static_cast<double>(most) / 1e6),
              settings.valid);
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
