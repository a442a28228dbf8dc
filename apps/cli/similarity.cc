#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

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
  std::string a;
  std::string b;
  bool json = false;
};

void Run(const Flags& flags) {
  const WordVectors vectors = flags.load.Read(flags.vectors);
  const WordQueries queries(vectors, CpuTargetFromEnvironment());
  const float cosine = queries.Similarity(flags.a, flags.b);
  if (flags.json) {
    PrintJson({{"a", flags.a}, {"b", flags.b}, {"similarity", ShortJson(cosine)}});
  } else {
    fmt::print("{:.4f}\n", cosine);
  }
}

}  // namespace

void AddSimilarity(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("similarity", "Show the cosine of two words, from -1 to 1");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("A", flags->a, "a word")->required();
  verb->add_option("B", flags->b, "another")->required();
  verb->add_flag("--json", flags->json, "print JSON");
  flags->load.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
