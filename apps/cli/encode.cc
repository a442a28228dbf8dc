#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "encode_output.h"
#include "encode_texts.h"
#include "firth/encoder.h"
#include "firth/error.h"
#include "formats/source.h"
#include "interrupt.h"
#include "output.h"
#include "progress_line.h"
#include "verbs.h"

namespace firth::cli {
namespace {

/// Texts between two times that vectors are written.
constexpr std::size_t kTextsAtOnce = 4096;

struct Flags {
  std::string model;
  TextsInput input;
  std::string out = "-";
  std::string format;
  std::string kind = "sentences";
  std::string pooling;
  std::string normalize;
  EncodeSettings settings;
};

EncodeSettings SettingsOf(const Flags& flags) {
  EncodeSettings settings = flags.settings;
  if (!flags.pooling.empty()) settings.pooling = PoolingNamed(flags.pooling);
  if (!flags.normalize.empty()) settings.normalize = flags.normalize == "yes";
  return settings;
}

/// What is said at the end.
struct Totals {
  std::size_t texts = 0;
  std::size_t cut = 0;
};

class Run {
 public:
  explicit Run(const Flags& flags)
      : flags_(flags),
        settings_(SettingsOf(flags)),
        encoder_(Encoder::Load(flags.model, CpuTargetFromEnvironment())),
        texts_(ReadTexts(flags.input)),
        begin_(std::chrono::steady_clock::now()) {}

  void Encode() {
    const InterruptGuard interrupt;
    observer_.stop = interrupt.token();
    observer_.progress = [this](std::size_t done) { Show(totals_.texts + done); };
    const bool pieces = flags_.kind == "tokens";
    const auto writer = MakeEncodeWriter(
        {flags_.out, flags_.format, texts_.views.size(), encoder_.info().dim, pieces});
    for (std::size_t at = 0; at < texts_.views.size(); at += kTextsAtOnce) {
      const auto some =
          std::span(texts_.views).subspan(at, std::min(kTextsAtOnce, texts_.views.size() - at));
      if (!(pieces ? Pieces(some, *writer) : Sentences(some, *writer))) {
        progress_.End();
        Note(fmt::format("stopped    after {} of {} texts; {} was not written",
                         WithThousands(totals_.texts), WithThousands(texts_.views.size()),
                         flags_.out == "-" ? "the rest" : flags_.out));
        throw ExitCode{interrupt.exit_code()};
      }
      totals_.texts += some.size();
    }
    writer->Finish();
    Summary();
  }

 private:
  bool Sentences(std::span<const std::string_view> texts, EncodeWriter& writer) {
    const EncodedTexts encoded = encoder_.Encode(texts, settings_, observer_);
    if (encoded.stopped) return false;
    totals_.cut += encoded.cut;
    writer.Write(encoded.vectors);
    return true;
  }

  bool Pieces(std::span<const std::string_view> texts, EncodeWriter& writer) {
    const auto encoded = encoder_.EncodePieces(texts, settings_, observer_);
    if (observer_.stop.stop_requested()) return false;
    for (const EncodedPieces& text : encoded) {
      if (text.encoding.left_out > 0) ++totals_.cut;
      writer.Write(text, encoder_.tokenizer());
    }
    return true;
  }

  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  void Show(std::size_t done) {
    const double rate = static_cast<double>(done) / std::max(Seconds(), 1e-9);
    progress_.Encoding(done, texts_.views.size(), rate);
  }

  void Summary() {
    progress_.End();
    Note(fmt::format("encoded    {} in {}, {} texts/s", formats::Counted(totals_.texts, "text"),
                     Duration(Seconds()),
                     WithThousands(static_cast<std::uint64_t>(static_cast<double>(totals_.texts) /
                                                              std::max(Seconds(), 1e-9)))));
    if (totals_.cut == 0) return;
    const std::size_t most =
        settings_.max_pieces == 0 ? encoder_.info().max_pieces : settings_.max_pieces;
    Note(fmt::format("cut        {} longer than {} tokens; what is beyond was left out",
                     formats::Counted(totals_.cut, "text"), most));
  }

  const Flags& flags_;
  EncodeSettings settings_;
  Encoder encoder_;
  Texts texts_;
  EncodeObserver observer_;
  ProgressLine progress_;
  Totals totals_;
  std::chrono::steady_clock::time_point begin_;
};

void AddFlags(CLI::App& verb, Flags& flags) {
  verb.add_option("MODEL", flags.model,
                  "Folder of a BERT from Hugging Face or sentence-transformers")
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
  verb.add_option("--max-tokens", flags.settings.max_pieces,
                  "Longer texts are cut, and counted [the model's]")
      ->type_name("N");
  verb.add_option("--prefix", flags.settings.prefix, "Stands before each text")->type_name("TEXT");
  verb.add_option("--batch-tokens", flags.settings.batch_pieces,
                  "A thread computes texts of about so many tokens at once [512]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 20));
  verb.add_option("--threads", flags.settings.threads, "0: one a processor [0]")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
}

}  // namespace

void AddEncode(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("encode", "Turn texts into vectors with a BERT");
  const auto flags = std::make_shared<Flags>();
  AddFlags(*verb, *flags);
  verb->callback([flags] { Run(*flags).Encode(); });
}

}  // namespace firth::cli
