#include "train/held_out.h"

#include <fmt/format.h>

#include <span>

#include "firth/error.h"
#include "train/ingest/block_encoder.h"

namespace firth::train {
namespace {

/// Calls take(ids) for each block of `settings.valid`.
template <class Take>
void ForEachBlock(const TrainSettings& settings, const Vocabulary& vocabulary, const Take& take) {
  BlockEncoder encoder(settings);
  const auto reader = OpenCorpus({settings.valid})->Open();
  std::vector<TokenId> ids;
  while (const auto block = reader->Next()) {
    encoder.Encode(*block, vocabulary, ids);
    take(ids);
  }
}

}  // namespace

void OpenHeldOut(const TrainSettings& settings) {
  if (!settings.valid.empty()) OpenCorpus({settings.valid})->Open()->Next();
}

std::uint64_t HeldOut::BytesNeeded(const TrainSettings& settings, const Vocabulary& vocabulary) {
  if (settings.valid.empty()) return 0;
  const std::uint64_t limit = settings.MemoryLimit();
  std::uint64_t bytes = 0;
  ForEachBlock(settings, vocabulary, [&](const std::vector<TokenId>& ids) {
    bytes += ids.size() * sizeof(TokenId);
    if (bytes <= limit) return;
    throw Error(ErrorKind::kMemory,
                fmt::format("this held-out text alone takes more than the limit of {:.0f} MB; take "
                            "a shorter one, or raise --memory-limit",
                            static_cast<double>(limit) / 1e6),
                settings.valid);
  });
  if (bytes == 0) {
    throw Error(ErrorKind::kInput, "no word of this text is in the vocabulary", settings.valid);
  }
  return bytes;
}

HeldOut::HeldOut(const TrainSettings& settings, const Vocabulary& vocabulary) {
  ForEachBlock(settings, vocabulary, [this](const std::vector<TokenId>& ids) {
    if (!ids.empty()) blocks_.push_back(ids);
  });
}

double HeldOut::Loss(models::SentenceModel& model) const {
  constexpr std::uint64_t kStream = 0x4E5D;  // any number: the same examples each time
  base::SplitMix64 random(kStream);
  models::ExampleLoss loss;
  for (std::span<const TokenId> rest : blocks_) {
    while (!rest.empty()) loss += model.Train(TakeSentence(rest), /*rate=*/0, random);
  }
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
