/// Files of word vectors, firth's own and those of its peers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "firth/quantized.h"
#include "firth/word_vectors.h"

namespace firth {

enum class Format {
  kWord2vecText,    ///< "V D", then a word and its numbers a line
  kWord2vecBinary,  ///< "V D", then a word, a space and D little-endian float32
  kGlove,           ///< as word2vec text, without the first line
  kFasttext,        ///< fastText's model: words, n-grams, both matrices
  kFasttextVec,     ///< as word2vec text, five digits
  kSafetensors,     ///< firth's own: dense float32 tensors, words, counts and settings
  kNpy,             ///< NumPy's "X.npy", the words beside it in "X.words.txt", one a line
  kProjector,       ///< the embedding projector's "X.tsv", "X.metadata.tsv" and "X.config.json"
  kPgvector,        ///< what PostgreSQL's COPY reads into a text and a pgvector; written alone
  kJsonLines,       ///< an object a line, for other databases; written alone
};

/// A format's name on the command line: "word2vec-text", "word2vec-binary", "glove",
/// "fasttext", "vec", "safetensors", "npy", "projector", "pgvector", "jsonl".
std::string_view FormatName(Format format);
/// Throws Error(kSettings) naming the known ones.
Format FormatFromName(std::string_view name);

/// What a file is, by its content alone; fastText's .vec cannot be told from word2vec's text and is
/// called kWord2vecText. Lines of numbers by tabs alone are kProjector when their words stand
/// beside them. Throws Error: kNotFound, kIo, or kFormat when it is none of the known.
Format DetectFormat(const std::string& path);

/// What to write to `path`, by its ending: .txt word2vec-text, .bin word2vec-binary, .glove glove,
/// .vec vec, .safetensors safetensors, .npy npy, .tsv projector, .copy pgvector, .jsonl jsonl.
/// Throws Error(kSettings) for another ending.
Format FormatForWriting(const std::string& path);

struct ReadOptions {
  std::size_t max_words = 0;       ///< read only the first so many words; 0: all
  std::uint64_t memory_limit = 0;  ///< bytes that words and vectors may take; 0: no limit
};

/// Reads a file in the format its content shows. Nothing is allocated on a header's word alone.
/// Words may be any bytes, blanks and bad UTF-8 included. Numbers that are not finite are refused.
/// safetensors and npy are mapped, not copied: the file must not be changed while the vectors are
/// in use. A word that appears twice keeps its first row for Find. Throws Error: kNotFound, kIo,
/// kFormat, or kMemory, before any is taken, when the limit is too low; kSettings for a format that
/// is written alone.
WordVectors ReadWordVectors(const std::string& path, const ReadOptions& options = {});
WordVectors ReadWordVectors(const std::string& path, Format format,
                            const ReadOptions& options = {});

/// Throws Error(kIo) unless a file could be written at `path`; what is there is left alone. For
/// asking before long work.
void CheckWritable(const std::string& path);
/// The same for all files that `format` is made of. Throws Error(kSettings), too, when `path` is
/// "-" (standard output) and they are several.
void CheckWritable(const std::string& path, Format format);

/// Writes to a temporary file beside `path`, syncs it and renames it: `path` holds either what it
/// held or the whole new file. Where a format is several files, all are synced before the first is
/// renamed, and `path` is renamed last. Numbers in text are the shortest that read back to the same
/// float, but for .vec, which has five significant digits as fastText writes them. Throws Error:
/// kIo, or kFormat naming a word that the format cannot hold (an empty one, or one with a blank or
/// a line end in it; npy holds all but line ends, projector all but tabs and line ends, pgvector
/// and jsonl all in UTF-8, pgvector without NUL, safetensors every word) or whose vector is not
/// finite; or that fasttext holds no n-grams with a row each.
void WriteWordVectors(const WordVectors& vectors, const std::string& path, Format format);

/// A model with its output matrix, from which training can go on: safetensors, which
/// ReadWordVectors reads as vectors, with a checksum. Whole or not at all. Throws Error(kIo).
void WriteModel(const TrainedModel& model, const std::string& path);
/// The same for fastText's library and gensim, which can go on from it: Format::kFasttext. An
/// output matrix with hierarchical softmax, or of another width, is not held. Throws Error: kIo, or
/// kFormat as WriteWordVectors does.
void WriteFasttextModel(const TrainedModel& model, const std::string& path);
/// What WriteModel wrote; a checkpoint is such a file, too. The matrices are mapped, as above.
/// Throws Error: kNotFound, kIo, or kFormat (vectors alone, or a byte is not as it was written).
TrainedModel ReadModel(const std::string& path);

struct SmallVectorsSettings {
  QuantizeSettings codes{};
  /// Rows to keep, words first, then the n-grams of the longest rows; 0: all. Known words' own rows
  /// make up for n-grams that are gone; where not all words fit, the first stay.
  std::size_t rows = 0;
  std::uint64_t memory_limit = 0;  ///< bytes that may be taken beside the vectors; 0: no limit
};
/// The same vectors in fewer bytes, with some loss, which is the caller's to measure: as codes of
/// fastText's .ftz, which its library reads, too (of word vectors it writes none). ReadWordVectors
/// and DescribeFile know it. Whole or not at all. Throws Error: kIo, kFormat as WriteWordVectors
/// does, or that there are 2^31 words or codes; kMemory, before any is taken; and what Quantize
/// throws.
void WriteQuantizedVectors(const WordVectors& vectors, const SmallVectorsSettings& settings,
                           const std::string& path);
/// The same in a quarter of the bytes: safetensors of whole numbers from -127 to 127 and a factor
/// for each row.
void WriteInt8Vectors(const WordVectors& vectors, const std::string& path);

/// What of `vectors` a file of `format` cannot hold, one short phrase each: "counts",
/// "settings", "digits beyond the fifth". Empty when nothing is lost.
std::vector<std::string> LossesInFormat(const WordVectors& vectors, Format format);

/// What a file says of itself. The rows are not read: a damaged one comes to light in
/// ReadWordVectors. Throws Error: kNotFound, kIo, kFormat.
struct FileInfo {
  Format format;
  std::size_t words;
  std::size_t dim;
  bool has_counts;
  Metadata metadata;
  std::size_t buckets = 0;    ///< rows of n-grams, for unknown words
  bool exact_ngrams = false;  ///< each of these rows is that of one n-gram
  /// A model in training that has n-grams: its words' vectors are made when they are read.
  bool composes = false;
  bool quantized = false;    ///< its rows are codes, which are made numbers when they are read
  std::uint64_t memory = 0;  ///< bytes that words and vectors take when they are read
};
FileInfo DescribeFile(const std::string& path);

/// word2vec's and GloVe's vocabulary file: "word count" a line.
/// Throws Error: kNotFound, kIo, or kFormat with the line (a word that stands twice is one).
Vocabulary ReadVocabularyFile(const std::string& path);
void WriteVocabularyFile(const Vocabulary& vocabulary, const std::string& path);

}  // namespace firth
