/// The text that a verb reads, and the file that it writes.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "firth/corpus.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace firth::cli {

/// CORPUS... and -o FILE.
class CorpusOptions {
 public:
  /// Adds both to `verb`; returns -o, which is required unless `default_output` is given.
  /// REQUIRES: this outlives the parsing of `verb`.
  CLI::Option* AddTo(CLI::App& verb, std::string_view output_help,
                     std::string_view default_output = {});

  /// As given.
  const std::vector<std::string>& inputs() const { return corpus_; }
  const std::string& output() const { return output_; }

  /// The corpus. Throws Error(kInput) when the output, or one of `more_outputs` (empty: none), is
  /// one of its files, and what OpenCorpus throws.
  std::unique_ptr<Corpus> Open(std::initializer_list<std::string_view> more_outputs = {}) const;
  /// A rank's part of it.
  std::unique_ptr<Corpus> OpenShare(const CorpusShare& share,
                                    std::initializer_list<std::string_view> more_outputs) const;

  /// The same refusal for another corpus.
  void RefuseOutputs(const Corpus& corpus,
                     std::initializer_list<std::string_view> more_outputs) const;

 private:
  std::vector<std::string> corpus_;
  std::string output_;
};

}  // namespace firth::cli
