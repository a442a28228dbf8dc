/// One rank's part of a text that lies where all ranks can read it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "firth/corpus.h"

namespace firth::corpus {

/// Where the text is cut that is asked for at byte `wanted`: behind the next newline, in a long
/// line behind the next white space, and where there is none for kMaxBlockBytes, there (never
/// within a UTF-8 sequence). A function of the place alone: two ranks cut alike.
std::size_t CutAt(std::string_view text, std::size_t wanted);

/// How long the blocks are into which a text of so many bytes is cut for its ranks.
std::uint64_t ShareBlockBytes(std::uint64_t bytes);

/// The files cut into blocks by byte range, put in an order that depends on them and `seed` alone,
/// of which this share has every `ranks`th. See ShareCorpus.
std::unique_ptr<Corpus> ShareOfFiles(std::vector<std::string> files, const CorpusShare& share);

/// Another corpus, whole, as one of so many shares.
std::unique_ptr<Corpus> AsShare(std::unique_ptr<Corpus> corpus, const CorpusShare& share);

}  // namespace firth::corpus
