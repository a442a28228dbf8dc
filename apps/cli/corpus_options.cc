#include "corpus_options.h"

#include <CLI/CLI.hpp>

#include "firth/error.h"

namespace firth::cli {

CLI::Option* CorpusOptions::AddTo(CLI::App& verb, std::string_view output_help,
                                  std::string_view default_output) {
  verb.add_option("CORPUS", corpus_,
                  "Text files (plain, .gz, .zst), directories, patterns; - is standard input")
      ->required()
      ->type_name("");
  output_ = default_output;
  return verb.add_option("-o,--output", output_, std::string(output_help))
      ->required(default_output.empty())
      ->type_name("FILE");
}

std::unique_ptr<Corpus> CorpusOptions::Open(
    std::initializer_list<std::string_view> more_outputs) const {
  auto corpus = OpenCorpus(corpus_);
  RefuseOutputs(*corpus, more_outputs);
  return corpus;
}

std::unique_ptr<Corpus> CorpusOptions::OpenShare(
    const CorpusShare& share, std::initializer_list<std::string_view> more_outputs) const {
  auto corpus = OpenCorpusShare(corpus_, share);
  RefuseOutputs(*corpus, more_outputs);
  return corpus;
}

void CorpusOptions::RefuseOutputs(const Corpus& corpus,
                                  std::initializer_list<std::string_view> more_outputs) const {
  const auto refuse = [&corpus](const std::string& path) {
    if (path.empty() || !corpus.Reads(path)) return;
    throw Error(ErrorKind::kInput,
                "belongs to the corpus and would be overwritten; write elsewhere", path);
  };
  refuse(output_);
  for (const std::string_view path : more_outputs) refuse(std::string(path));
}

}  // namespace firth::cli
