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
  std::size_t k = 10;
  bool json = false;
};

void Print(const Flags& flags, const std::vector<std::string>& words,
           const std::vector<ScoredWord>& found) {
  if (flags.json) {
    PrintJson({{"words", words}, {"neighbors", ToJson(found)}});
  } else {
    PrintScored(found);
  }
}

void Run(const Flags& flags) {
  const WordVectors vectors = flags.load.Read(flags.vectors);
  const WordQueries queries(vectors, CpuTargetFromEnvironment());
  if (!FromStdin(flags.words)) {
    Print(flags, flags.words, queries.Neighbors(flags.words, flags.k));
    return;
  }
  ForEachLine([&](const std::vector<std::string>& words) {
    const auto found = queries.Neighbors(words, flags.k);
    if (!flags.json) fmt::print("{}:\n", fmt::join(words, " "));
    Print(flags, words, found);
    if (!flags.json) fmt::print("\n");
    std::fflush(stdout);  // whoever types the words waits for the answer
  });
}

}  // namespace

void AddNeighbors(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("neighbors", "Show the words nearest to a word");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("WORD", flags->words,
                   "a word, or several: the words near all of them.\n"
                   "- reads questions from stdin, one a line")
      ->required();
  verb->add_option("-k,--count", flags->k, "how many to show")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "print JSON, one line a question");
  flags->load.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
