#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "firth/formats.h"
#include "load_options.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct ConvertOptions {
  LoadOptions load;
  std::string in;
  std::string out;
  std::string format;
  std::size_t max_words = 0;
};

void NoteLosses(const WordVectors& vectors, Format format) {
  std::string losses;
  for (const std::string& loss : LossesInFormat(vectors, format)) {
    losses += losses.empty() ? loss : ", " + loss;
  }
  if (losses.empty()) return;
  Note(fmt::format("lost: {} ({} does not hold them)", losses, FormatName(format)));
}

void Convert(const ConvertOptions& options) {
  const Format format =
      options.format.empty() ? FormatForWriting(options.out) : FormatFromName(options.format);
  CheckWritable(options.out, format);
  const WordVectors vectors = options.load.Read(options.in, options.max_words);
  WriteWordVectors(vectors, options.out, format);
  NoteLosses(vectors, format);
  Note(fmt::format("wrote {}: {} words x {}, {}", options.out, WithThousands(vectors.size()),
                   vectors.dim(), FormatName(format)));
}

}  // namespace

void AddConvert(CLI::App& app) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* verb = app.add_subcommand("convert", "Turn a file of vectors into another format");
  verb->add_option("IN", options->in, "file of vectors; its content tells the format")->required();
  verb->add_option("OUT", options->out,
                   "file to write; its ending tells the format: .txt .bin .glove .vec .safetensors "
                   ".npy .tsv .copy .jsonl")
      ->required();
  verb->add_option("--format", options->format,
                   "write this format, whatever the ending: word2vec-text, word2vec-binary, glove, "
                   "fasttext, vec, safetensors, npy, projector, pgvector or jsonl")
      ->type_name("NAME");
  verb->add_option("--max-words", options->max_words, "only the first so many words; 0: all")
      ->type_name("N");
  options->load.AddTo(*verb);
  verb->callback([options] { Convert(*options); });
}

}  // namespace firth::cli
