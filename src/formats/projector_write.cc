#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "formats/companion.h"
#include "formats/numbers.h"
#include "formats/projector.h"

namespace firth::formats {
namespace {

TokenId IdAt(std::size_t i) { return TokenId{static_cast<std::uint32_t>(i)}; }

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

/// The words, one a line. With counts: a first line that names the columns, a word and its count a
/// line; the projector takes a first line for names when, and only when, it holds a tab.
void WriteMetadata(const WordVectors& vectors, base::AtomicFile& file) {
  const Vocabulary& vocabulary = vectors.vocabulary();
  const bool counts = vocabulary.HasCounts();
  if (counts) file.Write(std::string_view("word\tcount\n"));
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const std::string_view word = vocabulary.Word(IdAt(i));
    file.Write(counts ? fmt::format("{}\t{}\n", word, Value(vocabulary.CountOf(IdAt(i))))
                      : fmt::format("{}\n", word));
  }
}

/// `path` is that of the tensors.
void WriteConfig(const WordVectors& vectors, const std::string& path, base::AtomicFile& file) {
  const nlohmann::ordered_json embedding = {
      {"tensorName", std::filesystem::path(path).stem().string()},
      {"tensorShape", {vectors.size(), vectors.dim()}},
      {"tensorPath", FileName(path)},
      {"metadataPath", FileName(ProjectorMetadataPaths(path).front())}};
  const nlohmann::ordered_json config = {
      {"embeddings", nlohmann::ordered_json::array({embedding})}};
  file.Write(config.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  file.Write(std::string_view("\n"));
}

}  // namespace

void WriteProjector(const WordVectors& vectors, base::AtomicFile& file) {
  std::string line;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    line.clear();
    for (const float value : vectors.matrix().Row(RowOf(IdAt(i)))) {
      AppendShortest(line, value);
      line += '\t';
    }
    if (!line.empty()) line.pop_back();
    line += '\n';
    file.Write(line);
  }
}

std::vector<CompanionFile> ProjectorCompanions(const std::string& path) {
  return {{ProjectorMetadataPaths(path).front(), WriteMetadata},
          {CompanionPath(path, ".tsv", ".config.json"),
           [path](const WordVectors& vectors, base::AtomicFile& file) {
             WriteConfig(vectors, path, file);
           }}};
}

}  // namespace firth::formats
