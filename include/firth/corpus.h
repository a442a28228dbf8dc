/// Text on its way in: files, directories, compressed files, standard input.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firth {

/// About so many bytes of text make a block: the unit of work, of random streams and of resuming.
inline constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

/// How wide the window around a word is.
enum class WindowMode {
  kShrink,  ///< the half-width is drawn from 1..window for each centre (word2vec)
  kFixed,   ///< always `window` words on each side
};

/// A numbered stretch of the corpus, cut after a line (or, in a line that is longer than a block,
/// after white space). Blocks are the same in every pass.
struct TextBlock {
  std::uint64_t number = 0;
  std::string_view text;  ///< valid as long as `owner`
  std::shared_ptr<const void> owner;
  /// The block before ended within a word, because that was longer than any block may be.
  bool begins_in_word = false;
};

/// One pass over a corpus, in order. Not thread-safe.
class BlockReader {
 public:
  virtual ~BlockReader() = default;
  /// Nothing at the end. Throws Error(kIo), or kFormat for a broken compressed file.
  virtual std::optional<TextBlock> Next() = 0;
};

/// Which places the blocks of a corpus have among those of all ranks that train together: each has
/// every `step`th.
struct BlockPlaces {
  std::uint64_t first = 0;
  std::uint64_t step = 1;
  std::uint64_t Of(std::uint64_t block) const { return first + block * step; }
  /// How many of the corpus's blocks have a place before this one.
  std::uint64_t Before(std::uint64_t place) const {
    return place > first ? (place - first + step - 1) / step : 0;
  }
};

/// One or several inputs, read as one text.
class Corpus {
 public:
  virtual ~Corpus() = default;
  /// Begins a pass. Throws Error.
  virtual std::unique_ptr<BlockReader> Open() const = 0;
  /// False for standard input, which can be read once only.
  virtual bool rereadable() const = 0;
  /// Bytes on disk, as far as known; 0 when not.
  virtual std::uint64_t bytes_on_disk() const = 0;
  /// True when `path`, under whatever name, is a file of this corpus.
  virtual bool Reads(const std::string& /*path*/) const { return false; }
  /// A number that is another one when the corpus has changed, as far as sizes, times and samples
  /// tell. Nothing when that cannot be known. Throws Error.
  virtual std::optional<std::uint64_t> fingerprint() const { return std::nullopt; }
  virtual BlockPlaces places() const { return {}; }
  /// About how many bytes a block has.
  virtual std::uint64_t block_bytes() const { return kBlockBytes; }
  /// True when the blocks come in a chance order already.
  virtual bool shuffled() const { return false; }
};

/// `inputs`: files (plain, gzip or zstd, told apart by content), directories (all files below, in
/// byte order of their paths, hidden ones and those that end in .ids left out), patterns with * ? [
/// ], or "-" for standard input. Throws Error: kNotFound, kIo, or kInput when there is no file at
/// all.
std::unique_ptr<Corpus> OpenCorpus(const std::vector<std::string>& inputs);

/// Which part of a corpus a rank trains on.
struct CorpusShare {
  std::uint64_t rank = 0;
  std::uint64_t ranks = 1;  ///< > rank
  bool own = false;         ///< the inputs are this rank's alone, and it trains on all of them
  bool shuffles = true;     ///< the blocks of all ranks are dealt out in a chance order
  std::uint64_t seed = 1;   ///< of that order
};

/// The part of a text that one of several ranks trains on. Plain files are cut by byte range into
/// blocks of 16 to 256 KiB, after a line (in a long one after white space); all blocks are dealt
/// out in turn, so that any number of ranks goes through the same blocks in the same order. Files
/// that cannot be cut (compressed ones, pipes) are Error(kInput) unless they are the rank's own;
/// so is a text of fewer blocks than ranks. Throws as OpenCorpus does.
std::unique_ptr<Corpus> OpenCorpusShare(const std::vector<std::string>& inputs,
                                        const CorpusShare& share);

/// A text held in memory, for programs that make their own.
std::unique_ptr<Corpus> TextCorpus(std::string text);

/// The next line of a pass, without its newline, or nothing after the last. The view lives until
/// the next call.
using NextLine = std::function<std::optional<std::string_view>()>;

/// A text that a program makes line by line. `open` begins a pass; each pass gives the same lines,
/// or there is one alone (`rereadable` is false). A pass is read by one thread at a time, not
/// always the same one; what `open` and the lines throw reaches the caller of Train.
std::unique_ptr<Corpus> LineCorpus(std::function<NextLine()> open, bool rereadable);

}  // namespace firth
