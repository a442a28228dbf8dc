/// Times BERT's tokenizer: firth_bench_tokenize MODEL TEXT ROUNDS, one thread, a text a line.
/// A JSON object a round: bytes, pieces and seconds.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

#include "firth/encoder.h"
#include "firth/wordpiece.h"

namespace {

std::vector<std::string> LinesOf(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

void Round(const firth::WordPieceTokenizer& tokenizer, const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  std::size_t pieces = 0;
  firth::Encoding encoding;
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : texts) {
    tokenizer.Encode(text, 0, encoding);
    bytes += text.size();
    pieces += encoding.ids.size();
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  fmt::print("{{\"bytes\": {}, \"pieces\": {}, \"seconds\": {:.4f}}}\n", bytes, pieces,
             seconds.count());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: firth_bench_tokenize MODEL TEXT ROUNDS\n");
    return 2;
  }
  try {
    const auto encoder = firth::Encoder::Load(argv[1]);
    const auto texts = LinesOf(argv[2]);
    for (int i = std::atoi(argv[3]); i > 0; --i) Round(encoder.tokenizer(), texts);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
