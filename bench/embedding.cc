/// Times the layers of nn on the ids that bench/embedding.py wrote: for each name that it reads, a
/// line with milliseconds, so that another program can take turns with it.
///
/// usage: firth_bench_embedding IDS BAG_IDS ROWS COLUMNS THREADS
/// IDS and BAG_IDS hold int64 ids; bags are of 50.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
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

using Works = std::map<std::string, std::function<void()>>;

/// Runs what each line of the input names, and prints how long it took.
void Serve(const Works& works) {
  for (std::string name; std::cin >> name;) {
    const auto start = Clock::now();
    works.at(name)();
    const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
    std::cout << taken.count() << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: firth_bench_embedding IDS BAG_IDS ROWS COLUMNS THREADS\n", stderr);
    return 2;
  }
  const std::vector<std::int64_t> ids = ReadIds(argv[1]);
  const std::vector<std::int64_t> bag_ids = ReadIds(argv[2]);
  const std::size_t rows = std::stoul(argv[3]);
  const std::size_t columns = std::stoul(argv[4]);
  const firth::nn::Execution execution{.threads = static_cast<unsigned>(std::stoul(argv[5]))};

  firth::nn::Embedding<float> table(rows, columns, {}, 1, execution);
  std::vector<float> out(ids.size() * columns);
  const std::vector<float> grad(out.size(), 0.01F);
  firth::nn::SparseGrad<float> sparse;
  const auto sgd = firth::nn::MakeSgd<float>({.lr = 0.01}, execution);
  const auto adagrad = firth::nn::MakeAdagrad<float>({.lr = 0.01}, execution);
  const auto train = [&](firth::nn::Optimizer<float>& optimizer) {
    table.Forward(ids, out);
    table.Backward(ids, grad, sparse);
    optimizer.Step(table.weight(), sparse);
  };

  firth::nn::BagSettings sum;
  sum.mode = firth::nn::BagMode::kSum;
  auto bag = firth::nn::EmbeddingBag<float>::FromPretrained(table.weight().Share(),
                                                            /*freeze=*/true, sum, execution);
  const firth::nn::Bags<float> bags{.ids = bag_ids, .width = kBagWidth};
  std::vector<float> sums(bag_ids.size() / kBagWidth * columns);

  Serve({{"copy", [&] { CopyOnThreads(grad, out, execution.threads); }},
         {"lookup", [&] { table.Forward(ids, out); }},
         {"lookup_new", [&] { table.Forward(ids); }},
         {"sgd", [&] { train(*sgd); }},
         {"adagrad", [&] { train(*adagrad); }},
         {"bag_sum", [&] { bag.Forward(bags, sums); }},
         {"bag_sum_new", [&] { bag.Forward(bags); }}});
  return 0;
}
