/// Times the pass over a corpus before training: firth_bench_ingest CORPUS THREADS ROUNDS.
/// A JSON object a round: seconds from the opened corpus to settled vocabulary and ids, and of
/// decoding all ids once.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>

#include "firth/train.h"
#include "train/ingest/ingest.h"

namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Decodes all blocks; returns how many ids there are, ends of sentences included.
std::uint64_t DecodeAll(const firth::train::IdStream& ids) {
  std::vector<firth::TokenId> block;
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < ids.blocks(); ++i) {
    ids.Decode(i, block);
    count += block.size();
  }
  return count;
}

void Round(const std::string& path, unsigned threads) {
  const auto corpus = firth::OpenCorpus({path});
  std::uint64_t bytes = 0;
  firth::TrainObserver observer;
  observer.counting = [&](std::uint64_t read, std::uint64_t) { bytes = read; };
  constexpr std::uint64_t kPlenty = std::uint64_t{1} << 40;
  const auto start = Clock::now();
  const auto ingested = firth::train::Ingest(*corpus, {.threads = threads}, kPlenty, observer);
  const double seconds = SecondsSince(start);

  const auto decoding = Clock::now();
  const std::uint64_t ids = DecodeAll(*ingested.ids);
  fmt::print(
      "{{\"threads\": {}, \"bytes\": {}, \"tokens\": {}, \"words\": {}, \"seconds\": {:.4f}, "
      "\"id_bytes\": {}, \"ids\": {}, \"decode_seconds\": {:.4f}}}\n",
      threads, bytes, ingested.tokens(), ingested.vocabulary.size(), seconds,
      ingested.ids->MemoryBytes(), ids, SecondsSince(decoding));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: firth_bench_ingest CORPUS THREADS ROUNDS\n");
    return 2;
  }
  try {
    for (int i = std::atoi(argv[3]); i > 0; --i) {
      Round(argv[1], static_cast<unsigned>(std::atoi(argv[2])));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
