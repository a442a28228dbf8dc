/// `firth fasttext VERB ...`: what fastText's program does, by firth, with its output on stdout.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace firth::cli {

/// What stands behind the verb.
using FasttextArguments = std::span<const std::string>;

/// Throws Error(kSettings) unless `text` is a whole number from 1 up.
std::size_t FasttextK(const std::string& text);

/// supervised, skipgram, cbow: trains OUTPUT.bin and OUTPUT.vec.
void FasttextTrain(const std::string& verb, FasttextArguments arguments);
/// OUTPUT.bin to OUTPUT.ftz.
void FasttextQuantize(FasttextArguments arguments);
/// test, test-label, predict, predict-prob: MODEL FILE [K] [THRESHOLD].
void FasttextClassify(const std::string& verb, FasttextArguments arguments);
/// print-word-vectors, print-sentence-vectors: of what stands in standard input.
void FasttextPrintVectors(const std::string& verb, const std::string& model);
void FasttextPrintNgrams(const std::string& model, const std::string& word);
/// nn, analogies: questions in standard input.
void FasttextAsk(const std::string& verb, const std::string& model, std::size_t k);
/// args, dict, input, output.
void FasttextDump(const std::string& model, const std::string& part);
/// The output matrix as text: -saveOutput.
void FasttextSaveOutput(const std::string& model, const std::string& path);

}  // namespace firth::cli
