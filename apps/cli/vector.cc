#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "firth/formats.h"
#include "firth/index.h"
#include "load_options.h"
#include "output.h"
#include "query_output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  LoadOptions load;
  std::string vectors;
  std::vector<std::string> words;
  bool json = false;
};

void Print(const std::string& word, std::span<const float> vector, bool json) {
  if (!json) {
    fmt::print("{} {}\n", word, fmt::join(vector, " "));
    return;
  }
  Json numbers = Json::array();
  for (const float x : vector) numbers.push_back(ShortJson(x));
  PrintJson({{"word", word}, {"vector", std::move(numbers)}});
}

void Run(const Flags& flags) {
  const WordVectors vectors = flags.load.Read(flags.vectors);
  const auto print_all = [&](const std::vector<std::string>& words) {
    // Of all words first: one that has no vector leaves no half an answer.
    std::vector<std::vector<float>> answers;
    for (const std::string& word : words) answers.push_back(RequireVector(vectors, word));
    for (std::size_t i = 0; i < words.size(); ++i) Print(words[i], answers[i], flags.json);
    std::fflush(stdout);
  };
  if (FromStdin(flags.words)) {
    ForEachLine(print_all);
  } else {
    print_all(flags.words);
  }
}

}  // namespace

void AddVector(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("vector", "Print the vectors of words");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("WORD", flags->words, "a word, or several; - reads them from stdin")->required();
  verb->add_flag("--json", flags->json, "print JSON, one line a word");
  flags->load.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
