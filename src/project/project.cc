#include "firth/project.h"

#include <fmt/format.h>

#include "firth/error.h"
#include "project/pca.h"
#include "project/tsne.h"
#include "project/umap.h"

namespace firth {

std::string_view ProjectionMethodName(ProjectionMethod method) {
  switch (method) {
    case ProjectionMethod::kPca:
      return "pca";
    case ProjectionMethod::kUmap:
      return "umap";
    case ProjectionMethod::kTsne:
      return "tsne";
  }
  return "";
}

ProjectionMethod ProjectionMethodFromName(std::string_view name) {
  for (const auto method :
       {ProjectionMethod::kPca, ProjectionMethod::kUmap, ProjectionMethod::kTsne}) {
    if (name == ProjectionMethodName(method)) return method;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("there is no projection \"{}\": pca, umap or tsne", name));
}

void Validate(const ProjectionSettings& settings) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw Error(ErrorKind::kSettings, what);
  };
  require(settings.threads > 0, "--threads must be above 0");
  require(settings.neighbors >= 2 && settings.neighbors <= 1000,
          "--neighbors must be from 2 to 1000");
  require(settings.min_distance >= 0 && settings.min_distance <= 1,
          "--min-dist must be from 0 to 1");
  require(settings.perplexity >= 2 && settings.perplexity <= 300,
          "--perplexity must be from 2 to 300");
  require(settings.epochs <= 100'000, "--epochs must be at most 100000");
  require(settings.negatives >= 1 && settings.negatives <= 100, "--negative must be from 1 to 100");
}

Projection Project(MatrixView rows, const ProjectionSettings& settings,
                   const ProjectionObserver& observer) {
  Validate(settings);
  if (rows.rows == 0 || rows.columns == 0) {
    return {.points = std::vector<PlanePoint>(rows.rows)};
  }
  switch (settings.method) {
    case ProjectionMethod::kPca:
      return project::Pca(rows, settings, observer);
    case ProjectionMethod::kUmap:
      return project::Umap(rows, settings, observer);
    case ProjectionMethod::kTsne:
      return project::Tsne(rows, settings, observer);
  }
  return {};
}

}  // namespace firth
