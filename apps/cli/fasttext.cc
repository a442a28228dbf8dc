#include "fasttext.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "firth/error.h"
#include "verbs.h"

namespace firth::cli {
namespace {

constexpr const char* kAbout =
    "Take fastText's own command line, for scripts that have it.\n"
    "Verbs: supervised, quantize, test, test-label, predict, predict-prob, skipgram, cbow,\n"
    "print-word-vectors, print-sentence-vectors, print-ngrams, nn, analogies, dump. Flags, files\n"
    "and what stands on standard output are fastText's; progress is firth's";

[[noreturn]] void FailUsage(const std::string& message) {
  throw Error(ErrorKind::kSettings, "usage: firth fasttext " + message);
}

/// `least` to `most` of them, else the error says `usage`.
void RequireCount(FasttextArguments arguments, std::size_t least, std::size_t most,
                  const char* usage) {
  if (arguments.size() < least || arguments.size() > most) FailUsage(usage);
}

void RunVerbOfFasttext(const std::string& verb, FasttextArguments rest) {
  if (verb == "supervised" || verb == "skipgram" || verb == "cbow") {
    return FasttextTrain(verb, rest);
  }
  if (verb == "quantize") return FasttextQuantize(rest);
  if (verb == "test" || verb == "test-label" || verb == "predict" || verb == "predict-prob") {
    RequireCount(rest, 2, 4, "test|test-label|predict|predict-prob MODEL FILE [K] [THRESHOLD]");
    return FasttextClassify(verb, rest);
  }
  if (verb == "print-word-vectors" || verb == "print-sentence-vectors") {
    RequireCount(rest, 1, 1, "print-word-vectors|print-sentence-vectors MODEL < TEXT");
    return FasttextPrintVectors(verb, rest[0]);
  }
  if (verb == "print-ngrams") {
    RequireCount(rest, 2, 2, "print-ngrams MODEL WORD");
    return FasttextPrintNgrams(rest[0], rest[1]);
  }
  if (verb == "nn" || verb == "analogies") {
    RequireCount(rest, 1, 2, "nn|analogies MODEL [K]");
    constexpr std::size_t kUsual = 10;
    return FasttextAsk(verb, rest[0], rest.size() > 1 ? FasttextK(rest[1]) : kUsual);
  }
  if (verb == "dump") {
    RequireCount(rest, 2, 2, "dump MODEL args|dict|input|output");
    return FasttextDump(rest[0], rest[1]);
  }
  FailUsage(fmt::format("VERB ...: fastText has no verb \"{}\"; see firth help fasttext", verb));
}

}  // namespace

std::size_t FasttextK(const std::string& text) {
  std::size_t k = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), k);
  if (error == std::errc() && end == text.data() + text.size() && k > 0) return k;
  throw Error(ErrorKind::kSettings, fmt::format("\"{}\" is no number from 1 up", text));
}

void AddFasttext(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("fasttext", kAbout);
  verb->prefix_command();
  verb->callback([verb] {
    const std::vector<std::string> arguments = verb->remaining();
    if (arguments.empty()) FailUsage("VERB ...; see firth help fasttext");
    RunVerbOfFasttext(arguments[0], FasttextArguments(arguments).subspan(1));
  });
}

}  // namespace firth::cli
