#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "firth/hnsw.h"
#include "interrupt.h"
#include "load_options.h"
#include "output.h"
#include "query_output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct Flags {
  std::string in;
  std::string out;
  std::string more;
  std::vector<std::string> words;
  std::string metric = "cosine";
  std::string storage = "float32";
  HnswSettings settings;
  std::size_t k = 10;
  std::size_t width = 64;
  std::size_t queries = 1000;
  bool json = false;
  LoadOptions load;
};

double Seconds(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

HnswIndex Read(const Flags& flags) { return HnswIndex::Read(flags.in, CpuTargetFromEnvironment()); }

/// Runs `make`, which takes an observer, and writes the index that it gives; Ctrl-C leaves nothing.
template <class Make>
void MakeAndWrite(const std::string& out, const Make& make) {
  CheckWritable(out);
  const InterruptGuard interrupt;
  HnswObserver observer;
  observer.stop = interrupt.token();
  const auto begin = Clock::now();
  const HnswIndex index = make(observer);
  if (observer.stop.stop_requested()) interrupt.EndUnwritten(out);
  index.Write(out);
  Note(fmt::format("linked     {} vectors in {:.1f} s; wrote {}",
                   WithThousands(index.vectors().size()), Seconds(begin), out));
}

void Build(const Flags& flags) {
  HnswSettings settings = flags.settings;
  settings.metric = MetricNamed(flags.metric);
  settings.storage = StorageNamed(flags.storage);
  WordVectors vectors = flags.load.Read(flags.in);
  MakeAndWrite(flags.out, [&](const HnswObserver& observer) {
    return HnswIndex::Build(std::move(vectors), settings, observer, CpuTargetFromEnvironment());
  });
}

void Add(const Flags& flags) {
  const HnswIndex index = Read(flags);
  const WordVectors more = flags.load.Read(flags.more);
  MakeAndWrite(flags.out, [&](const HnswObserver& observer) {
    return index.Add(more, flags.settings.threads, observer);
  });
}

void Remove(const Flags& flags) {
  CheckWritable(flags.out);
  HnswIndex index = Read(flags);
  for (const std::string& word : flags.words) {
    index.Remove(RowOf(RequireWord(index.vectors().vocabulary(), word)));
  }
  index.Write(flags.out);
  Note(fmt::format("left       {} of {} vectors; wrote {}", WithThousands(index.size()),
                   WithThousands(index.vectors().size()), flags.out));
}

/// The words nearest to one, itself left out.
std::vector<ScoredWord> Nearest(const HnswIndex& index, const std::string& word,
                                const Flags& flags) {
  const std::vector<float> query = RequireVector(index.vectors(), word);
  std::vector<ScoredWord> nearest;
  for (const Neighbor& found : index.Search(query, flags.k + 1, flags.width)) {
    const auto id = TokenId{static_cast<std::uint32_t>(Index(found.row))};
    const std::string_view name = index.vectors().vocabulary().Word(id);
    if (name != word) nearest.push_back({std::string(name), found.score});
  }
  nearest.resize(std::min(nearest.size(), flags.k));
  return nearest;
}

void Search(const Flags& flags) {
  const HnswIndex index = Read(flags);
  for (const std::string& word : flags.words) {
    const auto found = Nearest(index, word, flags);
    if (flags.json) {
      PrintJson({{"word", word}, {"neighbors", ToJson(found)}});
    } else {
      if (flags.words.size() > 1) fmt::print("{}:\n", word);
      PrintScored(found);
    }
  }
}

/// Rows of the index, drawn by chance, as queries: how many of the true nearest are found, and how
/// much faster than by comparing all rows.
void Check(const Flags& flags) {
  const HnswIndex index = Read(flags);
  base::SplitMix64 random(flags.settings.seed);
  std::vector<RowId> queries(flags.queries);
  for (RowId& row : queries) {
    row = RowId{random.Below(static_cast<std::uint32_t>(index.vectors().size()))};
  }
  const auto ask = [&](const auto& search) {
    std::vector<std::vector<Neighbor>> answers;
    for (const RowId row : queries) answers.push_back(search(index.vectors().matrix().Row(row)));
    return answers;
  };
  const auto begin = Clock::now();
  const auto walked = ask([&](auto query) { return index.Search(query, flags.k, flags.width); });
  const double walk_seconds = Seconds(begin);
  const auto middle = Clock::now();
  const auto exact = ask([&](auto query) { return index.SearchAll(query, flags.k); });
  const double exact_seconds = Seconds(middle);
  std::size_t hits = 0;
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    std::set<RowId> truth;
    for (const Neighbor& one : exact[i]) truth.insert(one.row);
    wanted += truth.size();
    for (const Neighbor& one : walked[i]) hits += truth.count(one.row);
  }
  const double recall =
      static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(wanted, 1));
  const double rate = static_cast<double>(queries.size()) / walk_seconds;
  const double ratio = exact_seconds / walk_seconds;
  if (flags.json) {
    PrintJson({{"recall", recall}, {"queries_per_second", rate}, {"times_exact", ratio}});
  } else {
    fmt::print(
        "recall@{}  {:.4f}\nqueries/s  {:.0f} on one thread, {:.1f} times those of comparing all\n",
        flags.k, recall, rate, ratio);
  }
}

void AddBuildFlags(CLI::App& verb, Flags& flags) {
  verb.add_option("--metric", flags.metric, "What is near [cosine]")
      ->type_name("cosine|dot|l2")
      ->check(CLI::IsMember({"cosine", "dot", "l2"}));
  verb.add_option("--storage", flags.storage,
                  "What a search compares on its way: fewer bytes are less exact; those it keeps "
                  "are compared by their vectors [float32]")
      ->type_name("float32|bf16|int8|binary")
      ->check(CLI::IsMember({"float32", "bf16", "int8", "binary"}));
  verb.add_option("--links", flags.settings.links,
                  "Of a vector; more find more, and take memory [16]")
      ->type_name("N")
      ->check(CLI::Range(2, 256));
  verb.add_option("--build-width", flags.settings.width, "Kept while a place is looked for [200]")
      ->type_name("N")
      ->check(CLI::Range(1, 65536));
  verb.add_option("--seed", flags.settings.seed, "Of the levels [1]")->type_name("N");
}

void AddThreads(CLI::App& verb, Flags& flags) {
  verb.add_option("--threads", flags.settings.threads,
                  "0: one a processor; 1 gives the same graph every time [0]")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
}

void AddIn(CLI::App& verb, Flags& flags) {
  verb.add_option("INDEX", flags.in, "File that firth index build wrote")
      ->type_name("")
      ->required();
}

void AddOut(CLI::App& verb, Flags& flags) {
  verb.add_option("-o,--out", flags.out, "The index, as safetensors; it is a file of vectors too")
      ->type_name("FILE")
      ->required();
}

void AddSearchFlags(CLI::App& verb, Flags& flags) {
  verb.add_option("-k,--count", flags.k, "How many [10]")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  verb.add_option("--width", flags.width, "Kept on the way: more find more and take longer [64]")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  verb.add_flag("--json", flags.json, "Print JSON");
}

using Verb = void (*)(const Flags&);

/// `firth index NAME`, with flags of its own.
CLI::App& AddVerb(CLI::App& index, const std::string& name, const std::string& about, Verb run,
                  std::shared_ptr<Flags>& flags) {
  flags = std::make_shared<Flags>();
  CLI::App* verb = index.add_subcommand(name, about);
  verb->callback([flags, run] { run(*flags); });
  return *verb;
}

}  // namespace

void AddIndex(CLI::App& app) {
  CLI::App* index = app.add_subcommand("index", "Search many vectors fast, by a graph over them");
  index->require_subcommand(1);
  std::shared_ptr<Flags> flags;

  CLI::App& build = AddVerb(*index, "build", "Make an index of vectors", &Build, flags);
  build.add_option("VECTORS", flags->in, "File of vectors, of any format")
      ->type_name("")
      ->required();
  AddOut(build, *flags);
  AddBuildFlags(build, *flags);
  AddThreads(build, *flags);
  flags->load.AddTo(build);

  CLI::App& search = AddVerb(*index, "search", "Show the words nearest to words", &Search, flags);
  AddIn(search, *flags);
  search.add_option("WORD", flags->words, "One or several, each asked for alone")
      ->type_name("")
      ->required();
  AddSearchFlags(search, *flags);

  CLI::App& check = AddVerb(*index, "check", "Measure an index beside exact search", &Check, flags);
  AddIn(check, *flags);
  check.add_option("--queries", flags->queries, "Rows of the index that are asked for [1000]")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  AddSearchFlags(check, *flags);

  CLI::App& add = AddVerb(*index, "add", "Put more vectors into an index", &Add, flags);
  AddIn(add, *flags);
  add.add_option("VECTORS", flags->more, "File of vectors, of any format")
      ->type_name("")
      ->required();
  AddOut(add, *flags);
  AddThreads(add, *flags);
  flags->load.AddTo(add);

  CLI::App& remove = AddVerb(*index, "remove", "Take words out of an index", &Remove, flags);
  AddIn(remove, *flags);
  remove.add_option("WORD", flags->words, "One or several")->type_name("")->required();
  AddOut(remove, *flags);
}

}  // namespace firth::cli
