#include "query_output.h"

#include <fmt/format.h>

#include <iostream>
#include <sstream>

#include "firth/error.h"
#include "output.h"
#include "table.h"
#include "teach/json.h"

namespace firth::cli {

Json ShortJson(float number) { return teach::Number(number); }

Json ToJson(std::span<const ScoredWord> words) {
  Json list = Json::array();
  for (const ScoredWord& entry : words) {
    list.push_back({{"word", entry.word}, {"score", ShortJson(entry.score)}});
  }
  return list;
}

void PrintJson(const Json& json) {
  fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void PrintScored(std::span<const ScoredWord> words) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(words.size());
  for (const ScoredWord& entry : words) {
    rows.push_back({entry.word, fmt::format("{:.4f}", entry.score)});
  }
  fmt::print("{}", Table(rows));
}

bool FromStdin(std::span<const std::string> words) {
  return words.size() == 1 && words.front() == "-";
}

void ForEachLine(const std::function<void(const std::vector<std::string>&)>& ask) {
  bool failed = false;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream text(line);
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    if (words.empty()) continue;
    try {
      ask(words);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kNotFound) throw;
      Note(fmt::format("firth: {}", error.what()));
      failed = true;
    }
  }
  if (failed) throw ExitCode{kExitFailed};
}

}  // namespace firth::cli
