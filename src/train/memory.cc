#include "train/memory.h"

#include <fmt/format.h>

#include "firth/error.h"
#include "train/memory_advice.h"

namespace firth::train {
namespace {

double Megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

std::string Advice(const Ingested& ingested, const TrainSettings& settings, bool rereadable,
                   const MemoryBesides& besides) {
  const std::string file = rereadable ? "" : "save standard input to a file; ";
  const std::string flags = FittingFlags(ingested, settings, besides);
  if (!flags.empty()) return file + flags + "; or raise --memory-limit";
  const SubwordSettings& subwords = settings.model.subwords;
  const char* const bucket = subwords.enabled() && !subwords.exact() ? ", --bucket" : "";
  const char* const ngrams = subwords.enabled() && subwords.exact() ? ", --min-ngram-count" : "";
  return fmt::format("{}lower --dim{} or --max-vocab, or raise --min-count{} or --memory-limit",
                     file, bucket, ngrams);
}

[[noreturn]] void ThrowTooLittle(const MemoryEstimate& estimate, std::uint64_t limit,
                                 const std::string& advice) {
  const std::string held_out =
      estimate.held_out > 0 ? fmt::format(", held-out text {:.0f} MB", Megabytes(estimate.held_out))
                            : "";
  throw Error(
      ErrorKind::kMemory,
      fmt::format("training needs {:.0f} MB (matrices {:.0f} MB{}), the limit is {:.0f} MB; {}",
                  Megabytes(estimate.Total()), Megabytes(estimate.matrices), held_out,
                  Megabytes(limit), advice));
}

}  // namespace

void WordBudget::Take(std::uint64_t bytes) {
  const std::uint64_t taken = taken_ += bytes;
  if (taken <= limit_) return;
  throw Error(
      ErrorKind::kMemory,
      fmt::format("counting so many different words takes {:.0f} MB; the limit is {:.0f} MB: "
                  "raise --memory-limit (each thread counts for itself)",
                  Megabytes(taken), Megabytes(limit_)));
}

MemoryEstimate FitMemory(Ingested& ingested, const TrainSettings& settings, bool rereadable,
                         const MemoryBesides& besides) {
  const std::uint64_t limit = settings.MemoryLimit();
  MemoryEstimate estimate = MemoryModel(ingested, settings, besides).For(settings);
  if (estimate.Total() > limit && rereadable) {
    ingested.ids.reset();
    estimate.id_stream = 0;
  }
  if (estimate.Total() > limit) {
    ThrowTooLittle(estimate, limit, Advice(ingested, settings, rereadable, besides));
  }
  return estimate;
}

}  // namespace firth::train
