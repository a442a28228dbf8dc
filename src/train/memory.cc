#include "train/memory.h"

#include <fmt/format.h>

#include "base/system.h"
#include "corpus/subsampler.h"
#include "firth/error.h"
#include "models/sentence_model.h"

namespace firth::train {
namespace {

/// As measured: what a run takes beyond its tables, for the program and for each thread (stack,
/// block, sentence, scratch rows).
constexpr std::uint64_t kProgramBytes = 2'000'000;
constexpr std::uint64_t kThreadBytes = 500'000;

double Megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

[[noreturn]] void ThrowTooLittle(const MemoryEstimate& estimate, std::uint64_t limit,
                                 bool rereadable) {
  const char* advice = rereadable
                           ? "lower --dim or --max-vocab, or raise --min-count or --memory-limit"
                           : "save standard input to a file, or raise --memory-limit";
  throw Error(
      ErrorKind::kMemory,
      fmt::format("training needs {:.0f} MB (matrices {:.0f} MB), the limit is {:.0f} MB; {}",
                  Megabytes(estimate.Total()), Megabytes(estimate.matrices), Megabytes(limit),
                  advice));
}

}  // namespace

MemoryEstimate EstimateMemory(const Ingested& ingested, const TrainSettings& settings) {
  const std::uint64_t words = ingested.vocabulary.size();
  const unsigned threads = settings.threads > 0 ? settings.threads : base::ProcessorCount();
  const std::size_t input = RowStride<float>(settings.model.dim, RowLayout::kPadded);
  const std::size_t output =
      RowStride<float>(models::OutputColumns(settings.model, input), RowLayout::kPadded);
  return {.matrices = words * (input + output) * sizeof(float),
          .vocabulary = ingested.vocabulary.MemoryBytes(),
          .sampler =
              models::NegativeSampler::MemoryBytes(words) + corpus::Subsampler::MemoryBytes(words),
          .id_stream = ingested.ids ? ingested.ids->MemoryBytes() : 0,
          .program = kProgramBytes + kThreadBytes * threads};
}

MemoryEstimate FitMemory(Ingested& ingested, const TrainSettings& settings, bool rereadable) {
  const std::uint64_t limit = settings.MemoryLimit();
  MemoryEstimate estimate = EstimateMemory(ingested, settings);
  if (estimate.Total() > limit && rereadable) {
    ingested.ids.reset();
    estimate = EstimateMemory(ingested, settings);
  }
  if (estimate.Total() > limit) ThrowTooLittle(estimate, limit, rereadable);
  return estimate;
}

}  // namespace firth::train
