#include <CLI/CLI.hpp>
#include <memory>

#include "encode_run.h"
#include "precision_option.h"
#include "verbs.h"

namespace firth::cli {
namespace {

void AddFlags(CLI::App& verb, EncodeFlags& flags) {
  verb.add_option("MODEL", flags.model,
                  "Folder of a BERT or a static model, as Hugging Face, sentence-transformers and "
                  "model2vec "
                  "have them, or an installed model")
      ->type_name("")
      ->required();
  verb.add_option("FILE", flags.input.file, "Texts, one a line; - is standard input [-]")
      ->type_name("");
  verb.add_option("--field", flags.input.field,
                  "Lines are JSON objects, and the text is this field of theirs")
      ->type_name("NAME");
  verb.add_option("-o,--out", flags.out, "Where vectors go; - is standard output [-]")
      ->type_name("FILE");
  verb.add_option("--format", flags.format, "By OUT's ending, else jsonl")
      ->type_name("npy|safetensors|jsonl")
      ->check(CLI::IsMember({"npy", "safetensors", "jsonl"}));
  verb.add_option("--output", flags.kind,
                  "A vector a text, or one a token (jsonl only) [sentences]")
      ->type_name("sentences|tokens")
      ->check(CLI::IsMember({"sentences", "tokens"}));
  verb.add_option("--pooling", flags.pooling, "How tokens become a sentence [the model's]")
      ->type_name("mean|cls|max|mean-sqrt-length|weighted-mean|last");
  verb.add_option("--normalize", flags.normalize, "Vectors of length 1 [as the model says]")
      ->type_name("yes|no")
      ->check(CLI::IsMember({"yes", "no"}));
  AddPrecision(verb, flags.precision);
  verb.add_option("--max-tokens", flags.settings.max_pieces,
                  "Longer texts are cut, and counted [the model's]")
      ->type_name("N");
  CLI::Option* const chunk =
      verb.add_flag("--chunk", flags.chunk,
                    "Longer texts are not cut, but encoded in chunks, whose mean is their vector");
  verb.add_option("--overlap", flags.overlap, "Tokens that a chunk shares with the one before [32]")
      ->type_name("N")
      ->needs(chunk);
  verb.add_option("--prefix", flags.settings.prefix, "Stands before each text")->type_name("TEXT");
  verb.add_option("--batch-tokens", flags.settings.batch_pieces,
                  "A thread computes texts of about so many tokens at once [512]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 20));
  verb.add_option("--threads", flags.settings.threads, "0: one a processor [0]")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  verb.add_flag("--resume", flags.resume,
                "Go on with the parts that a stopped run left beside OUT, in OUT.parts");
}

}  // namespace

void AddEncode(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("encode", "Turn texts into vectors with a BERT, or a static model");
  const auto flags = std::make_shared<EncodeFlags>();
  AddFlags(*verb, *flags);
  verb->callback([flags] {
    if (flags->chunk && flags->kind == "tokens") {
      throw CLI::ValidationError("--chunk", "goes with vectors of sentences, not of tokens");
    }
    RunEncode(*flags);
  });
}

}  // namespace firth::cli
