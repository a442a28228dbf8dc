#include "map_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/system.h"
#include "firth/error.h"
#include "firth/picture.h"
#include "interrupt.h"
#include "output.h"
#include "progress_line.h"

namespace firth::cli {
namespace {

std::string Caption(const ProjectionSettings& settings, const WordVectors& vectors,
                    const Projection& plane) {
  const std::string words =
      fmt::format("{} words x {}", WithThousands(vectors.size()), vectors.dim());
  if (settings.method == ProjectionMethod::kPca) {
    return fmt::format("{}; PCA: {:.1f} % and {:.1f} % of the variance", words,
                       100 * plane.shares[0], 100 * plane.shares[1]);
  }
  if (settings.method == ProjectionMethod::kTsne) {
    return fmt::format("{}; t-SNE of cosines: perplexity {:g}, seed {}", words, settings.perplexity,
                       settings.seed);
  }
  return fmt::format("{}; UMAP of cosines: {} neighbours, least distance {:g}, seed {}", words,
                     settings.neighbors, settings.min_distance, settings.seed);
}

}  // namespace

void MapOptions::AddTo(CLI::App& verb) {
  settings_.threads = 0;
  verb.add_option("VECTORS", vectors_, "file of word vectors, of any format")->required();
  verb.add_option("--method", method,
                  "umap and tsne: neighbours stay neighbours; pca: the directions of largest "
                  "variance, at once")
      ->check(CLI::IsMember({"umap", "tsne", "pca"}))
      ->capture_default_str()
      ->type_name("umap|tsne|pca");
  verb.add_option("--words", words, "the first so many words; 0: all")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--title", title_, "above the map [the name of the file]")->type_name("TEXT");
  verb.add_option("--seed", settings_.seed, "start of everything random")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--threads", settings_.threads, "0: one a processor; the map is the same")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--neighbors", settings_.neighbors,
                  "umap: near words that a word is held to; more show the large, fewer the small")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--min-dist", settings_.min_distance, "umap: how close they may come, 0 to 1")
      ->capture_default_str()
      ->type_name("DISTANCE");
  verb.add_option("--epochs", settings_.epochs,
                  "rounds of the layout; 0: umap's 500 up to 10,000 words, 300 above, tsne's 750")
      ->capture_default_str()
      ->type_name("N");
  verb.add_option("--perplexity", settings_.perplexity, "tsne: about so many near words count")
      ->capture_default_str()
      ->type_name("N");
  load_.AddTo(verb);
}

ProjectionSettings MapOptions::Settings() const {
  ProjectionSettings settings = settings_;
  settings.method = ProjectionMethodFromName(method);
  settings.target = CpuTargetFromEnvironment();
  settings.threads = base::ThreadCount(settings.threads);
  Validate(settings);
  return settings;
}

PlacedWords MapOptions::Place() const {
  const InterruptGuard interrupt;
  ProgressLine line;
  ProjectionObserver observer;
  observer.stop = interrupt.token();
  observer.progress = [&line](std::string_view stage, double share) { line.Part(stage, share); };
  PlacedWords placed = Place(vectors_, observer);
  line.End();
  if (placed.points.empty()) {
    Note("stopped: there is no map yet");
    throw ExitCode{interrupt.exit_code()};
  }
  if (!title_.empty()) placed.title = title_;
  return placed;
}

PlacedWords MapOptions::Place(const std::string& vectors,
                              const ProjectionObserver& observer) const {
  const ProjectionSettings settings = Settings();
  PlacedWords placed = {.vectors = load_.Read(vectors, words)};
  if (placed.vectors.size() == 0) throw Error(ErrorKind::kInput, "holds no words", vectors);
  Projection plane = Project(placed.vectors.matrix().view(), settings, observer);
  if (plane.points.empty()) return placed;
  placed.title = std::filesystem::path(vectors).filename().string();
  placed.caption = Caption(settings, placed.vectors, plane);
  placed.points = std::move(plane.points);
  placed.colors = GroupsOf(placed.points, kMapColors, settings.seed);
  return placed;
}

}  // namespace firth::cli
