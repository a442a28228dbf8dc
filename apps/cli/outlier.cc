#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
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

/// `ranking` is by centrality, the odd one last.
void Print(const Flags& flags, const std::vector<std::string>& words,
           std::vector<ScoredWord> ranking) {
  if (flags.json) {
    PrintJson({{"words", words}, {"outlier", ranking.back().word}, {"ranking", ToJson(ranking)}});
    return;
  }
  std::ranges::reverse(ranking);
  PrintScored(ranking);
}

void Run(const Flags& flags) {
  const WordVectors vectors = flags.load.Read(flags.vectors);
  const WordQueries queries(vectors, CpuTargetFromEnvironment());
  if (!FromStdin(flags.words)) {
    Print(flags, flags.words, queries.RankByCentrality(flags.words));
    return;
  }
  ForEachLine([&](const std::vector<std::string>& words) {
    auto ranking = queries.RankByCentrality(words);
    if (!flags.json) fmt::print("{}:\n", fmt::join(words, " "));
    Print(flags, words, std::move(ranking));
    if (!flags.json) fmt::print("\n");
    std::fflush(stdout);  // whoever types the words waits for the answer
  });
}

}  // namespace

void AddOutlier(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "outlier",
      "Show which word does not belong.\n"
      "Words by their cosine with the mean of all, the odd one first (with --json, last)");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("WORD", flags->words,
                   "three words or more.\n"
                   "- reads questions from stdin, one a line")
      ->required();
  verb->add_flag("--json", flags->json, "print JSON, one line a question");
  flags->load.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
