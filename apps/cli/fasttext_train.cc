// fastText's verbs that write files, as verbs of firth.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "fasttext.h"
#include "fasttext_flags.h"
#include "firth/error.h"
#include "output.h"
#include "verbs.h"

namespace firth::cli {
namespace {

using Command = std::vector<std::string>;

constexpr const char* kSearchForSize = "autotune-modelsize";

/// A verb of firth that must go well.
void Run(const Command& command) {
  if (const int code = RunCommand(command); code != 0) throw ExitCode{code};
}

/// What both kinds of training call alike.
void TranslateCommon(const FasttextFlags& flags, Command& command) {
  const std::pair<const char*, const char*> names[] = {
      {"lr", "lr"},          {"dim", "dim"},   {"epoch", "epochs"}, {"minCount", "min-count"},
      {"neg", "negative"},   {"minn", "minn"}, {"maxn", "maxn"},    {"bucket", "bucket"},
      {"thread", "threads"}, {"seed", "seed"}};
  for (const auto& [name, firths] : names) flags.Translate(name, firths, command);
}

/// Without -autotune-validation fastText, too, passes over these.
void TranslateSearch(const FasttextFlags& flags, Command& command) {
  flags.Translate("autotune-duration", "autotune-time", command);
  flags.Translate("autotune-predictions", "autotune-k", command);
  const std::string metric = flags.Find("autotune-metric").value_or("f1");
  constexpr std::string_view kOfLabel = "f1:";
  if (metric.starts_with(kOfLabel)) {
    command.push_back("--autotune-label=" + metric.substr(kOfLabel.size()));
  } else if (metric != "f1") {
    flags.Refuse("autotune-metric", "firth searches for the best f1 or f1:LABEL alone");
  }
  if (flags.Has(kSearchForSize)) {
    std::string size = flags.Require(kSearchForSize);
    std::ranges::transform(size, size.begin(), base::UpperAscii);
    command.push_back("--autotune-size=" + size);
  }
}

Command Supervised(const FasttextFlags& flags, const std::string& model) {
  Command command = {"classify", "train", flags.Require("input"), "-o", model};
  TranslateCommon(flags, command);
  const auto loss = flags.Find("loss");
  if (loss) command.push_back("--loss=" + (*loss == "one-vs-all" ? "ova" : *loss));
  flags.Translate("wordNgrams", "word-ngrams", command);
  flags.Translate("minCountLabel", "min-count-label", command);
  flags.Translate("label", "label", command);
  flags.Translate("pretrainedVectors", "pretrained", command);
  flags.Translate("autotune-validation", "autotune", command);
  if (flags.Has("autotune-validation")) TranslateSearch(flags, command);
  return command;
}

Command Unsupervised(const std::string& verb, const FasttextFlags& flags,
                     const std::string& model) {
  Command command = {"train", verb, flags.Require("input"), "-o", model};
  command.insert(command.end(), {"--format", "fasttext", "--compat", "fasttext"});
  TranslateCommon(flags, command);
  flags.Translate("ws", "window", command);
  flags.Translate("t", "sample", command);
  flags.Translate("loss", "loss", command);
  flags.Translate("pretrainedVectors", "init", command);
  if (flags.Has("pretrainedVectors")) command.emplace_back("--grow-vocab");
  flags.Refuse("autotune-validation", "it is for supervised alone");
  return command;
}

}  // namespace

void FasttextTrain(const std::string& verb, FasttextArguments arguments) {
  const FasttextFlags flags(arguments);
  const std::string output = flags.Require("output");
  const bool small =
      verb == "supervised" && flags.Has("autotune-validation") && flags.Has(kSearchForSize);
  const std::string model = output + (small ? ".ftz" : ".bin");
  Run(verb == "supervised" ? Supervised(flags, model) : Unsupervised(verb, flags, model));
  Run({"convert", model, output + ".vec"});
  if (flags.Has("saveOutput")) FasttextSaveOutput(model, output + ".output");
}

void FasttextQuantize(FasttextArguments arguments) {
  const FasttextFlags flags(arguments);
  const std::string output = flags.Require("output");
  Command command = {"quantize", output + ".bin", "-o", output + ".ftz", "--quiet"};
  flags.Translate("dsub", "dsub", command);
  flags.Translate("thread", "threads", command);
  flags.Translate("seed", "seed", command);
  flags.Translate("label", "label", command);
  if (flags.Has("qnorm")) command.emplace_back("--qnorm");
  if (flags.Has("qout")) command.emplace_back("--qout");
  // fastText takes 0 for "keep all", and without a cut does not train again either.
  if (flags.Find("cutoff").value_or("0") != "0") {
    flags.Translate("cutoff", "cutoff", command);
    if (flags.Has("retrain")) {
      command.push_back("--retrain=" + flags.Require("input"));
      flags.Translate("epoch", "epochs", command);
      flags.Translate("lr", "lr", command);
    }
  }
  Run(command);
}

}  // namespace firth::cli
