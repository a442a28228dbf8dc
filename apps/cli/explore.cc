#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "firth/explore.h"
#include "interrupt.h"
#include "map_options.h"
#include "output.h"
#include "pages.h"
#include "served_page.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  MapOptions map;
  ExploreSettings server;
  std::vector<std::string> beside;
  std::string metadata;
};

ExploreMap AsMap(PlacedWords placed) {
  return {.vectors = std::move(placed.vectors),
          .points = std::move(placed.points),
          .colors = std::move(placed.colors),
          .title = std::move(placed.title),
          .caption = std::move(placed.caption)};
}

/// A file that is read while the page is there: nobody sees a line of progress.
ExploreMap Read(const MapOptions& options, const std::string& path, const std::stop_token& stop) {
  PlacedWords placed = options.Place(path, {.progress = {}, .stop = stop});
  if (placed.points.empty()) throw Error(ErrorKind::kIo, "firth is ending", path);
  return AsMap(std::move(placed));
}

void Run(const Flags& flags) {
  ExploreSettings settings = flags.server;
  settings.page = ExplorePage();
  settings.target = CpuTargetFromEnvironment();
  std::vector<ExploreMap> maps;
  maps.push_back(AsMap(flags.map.Place()));
  if (!flags.metadata.empty()) {
    maps[0].columns = ReadColumns(flags.metadata, maps[0].vectors.vocabulary());
  }
  const InterruptGuard interrupt;
  settings.read = [&flags, stop = interrupt.token()](const std::string& path) {
    return Read(flags.map, path, stop);
  };
  for (const std::string& path : flags.beside) maps.push_back(settings.read(path));
  const ExploreServer server(std::move(maps), settings);
  ShowPage(server.url(), interrupt);
}

}  // namespace

void AddExplore(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "explore",
      "Explore word vectors in the browser: a map of all words, neighbours, analogies, two models\n"
      "side by side\n"
      "  firth explore words.bin\n"
      "  firth explore words.bin --method umap --words 20000\n"
      "  firth explore words.bin --beside other.vec --metadata classes.tsv");
  const auto flags = std::make_shared<Flags>();
  flags->map.method = "pca";
  flags->map.words = 0;
  verb->add_option("--port", flags->server.port, "of 127.0.0.1; 0: a free one")
      ->capture_default_str()
      ->type_name("PORT");
  flags->map.AddTo(*verb);
  verb->add_option("--beside", flags->beside, "other vectors to compare with; may be repeated")
      ->expected(1)
      ->take_all()
      ->type_name("VECTORS");
  verb->add_option("--metadata", flags->metadata,
                   "a table of tabs to colour by: names of columns, then a word and its values a "
                   "line")
      ->type_name("TABLE");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
