#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <semaphore>
#include <stop_token>

#include "firth/explore.h"
#include "interrupt.h"
#include "map_options.h"
#include "output.h"
#include "pages.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  MapOptions map;
  ExploreSettings server;
};

void Run(const Flags& flags) {
  ExploreSettings settings = flags.server;
  settings.page = ExplorePage();
  settings.target = CpuTargetFromEnvironment();
  PlacedWords placed = flags.map.Place();
  settings.title = placed.title;
  settings.caption = placed.caption;
  const InterruptGuard interrupt;
  const ExploreServer server(placed.vectors, std::move(placed.points), std::move(placed.colors),
                             settings);
  fmt::print("{}\n", server.url());
  std::fflush(stdout);
  Note("open this address in a browser; Ctrl-C ends");
  std::binary_semaphore ended(0);
  const std::stop_callback end(interrupt.token(), [&ended] { ended.release(); });
  ended.acquire();
}

}  // namespace

void AddExplore(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "explore",
      "Explore word vectors in the browser: a map of all words, neighbours, analogies\n"
      "  firth explore words.bin\n"
      "  firth explore words.bin --method umap --words 20000");
  const auto flags = std::make_shared<Flags>();
  flags->map.method = "pca";
  flags->map.words = 0;
  verb->add_option("--port", flags->server.port, "of 127.0.0.1; 0: a free one")
      ->capture_default_str()
      ->type_name("PORT");
  flags->map.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
