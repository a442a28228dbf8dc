#include "fasttext_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "firth/error.h"

namespace firth::cli {
namespace {

constexpr std::array kFlags = {"input",
                               "output",
                               "lr",
                               "lrUpdateRate",
                               "dim",
                               "ws",
                               "epoch",
                               "minCount",
                               "minCountLabel",
                               "neg",
                               "wordNgrams",
                               "loss",
                               "bucket",
                               "minn",
                               "maxn",
                               "thread",
                               "t",
                               "label",
                               "verbose",
                               "pretrainedVectors",
                               "seed",
                               "cutoff",
                               "dsub",
                               "autotune-validation",
                               "autotune-metric",
                               "autotune-predictions",
                               "autotune-duration",
                               "autotune-modelsize"};
constexpr std::array kWithoutValue = {"saveOutput", "qnorm", "qout", "retrain"};

}  // namespace

FasttextFlags::FasttextFlags(std::span<const std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& flag = arguments[i];
    const std::string name = flag.starts_with('-') ? flag.substr(1) : "";
    if (std::ranges::count(kWithoutValue, name) > 0) {
      values_[name] = "";
      continue;
    }
    if (std::ranges::count(kFlags, name) == 0) {
      throw Error(ErrorKind::kSettings, fmt::format("fastText has no flag \"{}\"", flag));
    }
    if (i + 1 == arguments.size()) {
      throw Error(ErrorKind::kSettings, fmt::format("{} is missing its value", flag));
    }
    values_[name] = arguments[++i];
  }
}

std::optional<std::string> FasttextFlags::Find(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::string FasttextFlags::Require(const std::string& name) const {
  const auto found = Find(name);
  if (found && !found->empty()) return *found;
  throw Error(ErrorKind::kSettings, fmt::format("-{} is missing", name));
}

void FasttextFlags::Translate(const std::string& name, std::string_view firths,
                              std::vector<std::string>& command) const {
  if (const auto value = Find(name)) command.push_back(fmt::format("--{}={}", firths, *value));
}

void FasttextFlags::Refuse(const std::string& name, std::string_view reason) const {
  if (!Has(name)) return;
  throw Error(ErrorKind::kSettings, fmt::format("-{}: {}", name, reason));
}

}  // namespace firth::cli
