/// Times the layers of nn on the ids that bench/embedding.py wrote, one figure a line:
/// NAME MILLISECONDS, the median of REPEATS.
///
/// usage: firth_bench_embedding IDS BAG_IDS ROWS COLUMNS THREADS REPEATS
/// IDS and BAG_IDS hold int64 ids; bags are of 50.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "firth/nn.h"

namespace {

using Clock = std::chrono::steady_clock;
using firth::nn::Ids;

constexpr std::size_t kBagWidth = 50;

std::vector<std::int64_t> ReadIds(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<std::int64_t> ids(static_cast<std::size_t>(file.tellg()) / sizeof(std::int64_t));
  file.seekg(0).read(reinterpret_cast<char*>(ids.data()),
                     static_cast<std::streamsize>(ids.size() * sizeof(std::int64_t)));
  return ids;
}

template <class Work>
void Report(const char* name, int repeats, const Work& work) {
  std::vector<double> times;
  for (int i = 0; i < repeats + 2; ++i) {  // two to warm up
    const auto start = Clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
    if (i >= 2) times.push_back(taken.count());
  }
  std::ranges::sort(times);
  std::printf("%s %.3f\n", name, times[times.size() / 2]);
}

/// The machine's copy rate: as many bytes as the lookup writes, from memory into memory.
void CopyOnThreads(const std::vector<float>& from, std::vector<float>& to, unsigned threads) {
  std::vector<std::jthread> others;
  const std::size_t part = from.size() / threads;
  for (unsigned i = 0; i < threads; ++i) {
    others.emplace_back([&, i] {
      std::memcpy(to.data() + i * part, from.data() + i * part, part * sizeof(float));
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::fputs("usage: firth_bench_embedding IDS BAG_IDS ROWS COLUMNS THREADS REPEATS\n", stderr);
    return 2;
  }
  const std::vector<std::int64_t> ids = ReadIds(argv[1]);
  const std::vector<std::int64_t> bag_ids = ReadIds(argv[2]);
  const std::size_t rows = std::stoul(argv[3]);
  const std::size_t columns = std::stoul(argv[4]);
  const firth::nn::Execution execution{.threads = static_cast<unsigned>(std::stoul(argv[5]))};
  const int repeats = std::stoi(argv[6]);

  firth::nn::Embedding<float> table(rows, columns, {}, 1, execution);
  std::vector<float> out(ids.size() * columns);
  const std::vector<float> grad(out.size(), 0.01F);
  firth::nn::SparseGrad<float> sparse;
  const auto sgd = firth::nn::MakeSgd<float>({.lr = 0.01}, execution);
  const auto adagrad = firth::nn::MakeAdagrad<float>({.lr = 0.01}, execution);

  Report("copy", repeats, [&] { CopyOnThreads(grad, out, execution.threads); });
  Report("forward", repeats, [&] { table.Forward(ids, out); });
  Report("forward_new", repeats, [&] { table.Forward(ids); });
  Report("backward", repeats, [&] { table.Backward(ids, grad, sparse); });
  Report("sgd_step", repeats, [&] { sgd->Step(table.weight(), sparse); });
  Report("sgd", repeats, [&] {
    table.Forward(ids, out);
    table.Backward(ids, grad, sparse);
    sgd->Step(table.weight(), sparse);
  });
  Report("adagrad", repeats, [&] {
    table.Forward(ids, out);
    table.Backward(ids, grad, sparse);
    adagrad->Step(table.weight(), sparse);
  });

  firth::nn::BagSettings bag_settings;
  bag_settings.mode = firth::nn::BagMode::kSum;
  auto bag = firth::nn::EmbeddingBag<float>::FromPretrained(
      std::move(table.weight()), /*freeze=*/false, bag_settings, execution);
  std::vector<float> sums(bag_ids.size() / kBagWidth * columns);
  const firth::nn::Bags<float> bags{.ids = bag_ids, .width = kBagWidth};
  Report("bag_sum", repeats, [&] { bag.Forward(bags, sums); });
  Report("bag_sum_new", repeats, [&] { bag.Forward(bags); });
  return 0;
}
