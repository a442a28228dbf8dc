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
  std::string c;
  std::size_t k = 5;
  std::string method = "3cosadd";
  bool json = false;
};

void Run(const Flags& flags) {
  const WordVectors vectors = flags.load.Read(flags.vectors);
  const WordQueries queries(vectors, CpuTargetFromEnvironment());
  const auto answers =
      queries.Analogy(flags.a, flags.b, flags.c, flags.k, AnalogyMethodFromName(flags.method));
  if (flags.json) {
    PrintJson({{"a", flags.a},
               {"b", flags.b},
               {"c", flags.c},
               {"method", flags.method},
               {"answers", ToJson(answers)}});
  } else {
    PrintScored(answers);
  }
}

}  // namespace

void AddAnalogy(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("analogy", "Answer \"A is to B as C is to ?\"");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("VECTORS", flags->vectors, "file of word vectors, of any format")->required();
  verb->add_option("A", flags->a, "man ...")->required();
  verb->add_option("B", flags->b, "... is to king ...")->required();
  verb->add_option("C", flags->c, "... as woman is to ?")->required();
  verb->add_option("-k,--count", flags->k, "how many answers to show")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--method", flags->method,
                   "3cosadd: the word nearest to B - A + C; 3cosmul: near to B and C, far from A,\n"
                   "by multiplying cosines")
      ->check(CLI::IsMember({"3cosadd", "3cosmul"}))
      ->capture_default_str();
  verb->add_flag("--json", flags->json, "print JSON");
  flags->load.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
