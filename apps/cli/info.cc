#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "firth/formats.h"
#include "load_options.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

constexpr std::size_t kFirstWords = 10;

struct InfoOptions {
  LoadOptions load;
  std::string file;
  bool json = false;
};

struct Description {
  FileInfo info;
  std::uint64_t bytes;
  std::vector<std::string> first_words;
};

Description Describe(const std::string& path, const LoadOptions& load) {
  Description description{DescribeFile(path), std::filesystem::file_size(path), {}};
  if (description.info.words == 0) return description;
  const WordVectors start = load.Read(path, kFirstWords);
  for (std::size_t i = 0; i < start.size(); ++i) {
    const TokenId id{static_cast<std::uint32_t>(i)};
    description.first_words.emplace_back(start.vocabulary().Word(id));
  }
  return description;
}

void PrintText(const Description& description) {
  const auto& [info, bytes, first_words] = description;
  fmt::print("format       {}\n", FormatName(info.format));
  fmt::print("words        {}\n", WithThousands(info.words));
  fmt::print("dim          {}\n", info.dim);
  if (info.buckets > 0) {
    fmt::print("n-grams      {} rows{}\n", WithThousands(info.buckets),
               info.exact_ngrams ? ", one each" : "");
  }
  fmt::print("size         {}{}\n", Bytes(bytes), info.quantized ? ", rows are codes" : "");
  fmt::print("counts       {}\n", info.has_counts ? "yes" : "no");
  fmt::print("first words  {}\n", fmt::join(first_words, " "));
  if (info.metadata.empty()) return;
  std::size_t width = 0;
  for (const auto& [name, value] : info.metadata) width = std::max(width, name.size());
  fmt::print("settings\n");
  for (const auto& [name, value] : info.metadata) fmt::print("  {:<{}}  {}\n", name, width, value);
}

void PrintJson(const Description& description) {
  const FileInfo& info = description.info;
  nlohmann::ordered_json json;
  json["format"] = FormatName(info.format);
  json["words"] = info.words;
  json["dim"] = info.dim;
  json["ngram_rows"] = info.buckets;
  json["quantized"] = info.quantized;
  json["bytes"] = description.bytes;
  json["counts"] = info.has_counts;
  json["first_words"] = description.first_words;
  json["settings"] = info.metadata;
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

void AddInfo(CLI::App& app) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* verb = app.add_subcommand("info", "Describe a file of vectors");
  verb->add_option("FILE", options->file, "file of vectors")->required();
  verb->add_flag("--json", options->json, "print JSON");
  options->load.AddTo(*verb);
  verb->callback([options] {
    const Description description = Describe(options->file, options->load);
    options->json ? PrintJson(description) : PrintText(description);
  });
}

}  // namespace firth::cli
