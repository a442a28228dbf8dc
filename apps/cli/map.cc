#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "firth/index.h"
#include "firth/picture.h"
#include "map_options.h"
#include "map_page.h"
#include "output.h"
#include "pages.h"
#include "picture_file.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// A page knows so many neighbours of each word, up to so many words.
constexpr std::size_t kNear = 10;
constexpr std::size_t kMostWithNear = 20'000;

struct Flags {
  MapOptions map;
  std::string out;
  std::size_t labels = 0;
};

enum class MapFormat { kPage, kPicture, kTable };

MapFormat FormatOf(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".html") return MapFormat::kPage;
  if (ending == ".tsv") return MapFormat::kTable;
  if (IsPictureName(path)) return MapFormat::kPicture;
  throw Error(ErrorKind::kSettings, "the ending must be .html, .svg, .png or .tsv", path);
}

/// What cannot be written is said before the work.
void Check(const std::string& path, MapFormat format) {
  base::CheckWritable(path);
  if (format == MapFormat::kPage) MapPage();
  RequireDrawable(path);
}

std::string Table(const PlacedWords& placed) {
  std::string text = "word\tx\ty\n";
  for (std::uint32_t i = 0; i < placed.points.size(); ++i) {
    const std::string_view word = placed.vectors.vocabulary().Word(TokenId{i});
    if (word.find_first_of("\t\n\r") != std::string_view::npos) {
      throw Error(ErrorKind::kFormat,
                  fmt::format("the word of row {} holds a tab or a line end, which a table cannot; "
                              "an .html can",
                              i + 1));
    }
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\n", word, placed.points[i].x,
                   placed.points[i].y);
  }
  return text;
}

std::vector<std::vector<Neighbor>> NearOf(MatrixView rows, const ProjectionSettings& settings) {
  if (rows.rows > kMostWithNear) return {};
  std::vector<std::vector<RowId>> selves;
  for (std::uint32_t row = 0; row < rows.rows; ++row) selves.push_back({RowId{row}});
  return ExactIndex(rows, 0, settings.target).SearchAll(rows, kNear, selves, settings.threads);
}

std::string Page(const PlacedWords& placed, const ProjectionSettings& settings) {
  const auto near = NearOf(placed.vectors.matrix().view(), settings);
  return PageOf({.vectors = placed.vectors,
                 .points = placed.points,
                 .colors = placed.colors,
                 .neighbors = near,
                 .title = placed.title,
                 .caption = placed.caption});
}

std::string Picture(const PlacedWords& placed, const Flags& flags) {
  MapPicture picture = {.points = placed.points,
                        .colors = placed.colors,
                        .title = placed.title,
                        .caption = placed.caption,
                        .labels = flags.labels};
  for (std::uint32_t i = 0; i < placed.points.size(); ++i) {
    picture.words.push_back(placed.vectors.vocabulary().Word(TokenId{i}));
  }
  return PictureFor(flags.out, MapSvg(picture), picture.width, picture.height);
}

std::string Draw(const Flags& flags, MapFormat format, const PlacedWords& placed) {
  if (format == MapFormat::kTable) return Table(placed);
  if (format == MapFormat::kPage) return Page(placed, flags.map.Settings());
  return Picture(placed, flags);
}

void Run(const Flags& flags) {
  const MapFormat format = FormatOf(flags.out);
  flags.map.Settings();  // which throws while nothing has been done yet
  Check(flags.out, format);
  const PlacedWords placed = flags.map.Place();
  const std::string bytes = Draw(flags, format, placed);
  base::WriteFile(flags.out, bytes);
  Note(fmt::format("wrote {}: {} words, {}", flags.out, WithThousands(placed.points.size()),
                   Bytes(bytes.size())));
}

}  // namespace

void AddMap(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "map",
      "Draw word vectors as a map: a page to zoom and search, or a picture for a paper\n"
      "  firth map words.bin -o map.html\n"
      "  firth map words.bin -o map.svg --method pca --words 300");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("-o,--output", flags->out,
                   "the ending says what: .html (one page that needs nothing else), .svg, .png, "
                   ".tsv (word, x, y)")
      ->required()
      ->type_name("FILE");
  verb->add_option("--labels", flags->labels,
                   "write out at most so many words in a picture; 0: all that find room")
      ->capture_default_str()
      ->type_name("N");
  flags->map.AddTo(*verb);
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
