/// The evaluation sets of a data folder.
#pragma once

#include <string>
#include <vector>

#include "firth/text.h"

namespace firth::cli {

/// The folder that FIRTH_DATA names; empty when it names none.
std::string DataFolderFromEnvironment();

/// The files in FOLDER/eval/analogy, similarity and categorization, in this order and by name.
/// Throws Error(kNotFound) when there is none.
std::vector<std::string> StandardSets(const std::string& folder);

/// Those in FOLDER/eval/zh: analogies of Chinese words.
std::vector<std::string> ChineseSets(const std::string& folder);

/// Those in FOLDER/eval/sentence: the STS Benchmark's test set, and SICK.
/// Throws Error(kNotFound) when there is none.
std::vector<std::string> SentenceSets(const std::string& folder);

/// Does any word hold a Chinese character (U+4E00 to U+9FFF)?
bool HasChineseWords(const Vocabulary& vocabulary);

}  // namespace firth::cli
