/// What stands where in fastText's models.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/atomic_file.h"
#include "firth/subwords.h"
#include "firth/word_vectors.h"
#include "formats/fasttext_matrix.h"
#include "formats/source.h"

namespace firth::formats {

inline constexpr std::int32_t kFasttextMagic = 793712314;
inline constexpr std::int32_t kFasttextVersion = 12;
inline constexpr std::int32_t kSupervised = 3;  ///< as FasttextArguments::model

/// fastText's settings, in the order of the file.
struct FasttextArguments {
  std::int32_t dim = 100;
  std::int32_t window = 5;
  std::int32_t epochs = 5;
  std::int32_t min_count = 5;
  std::int32_t negative = 5;
  std::int32_t word_ngrams = 1;
  std::int32_t loss = 2;   ///< hs 1, ns 2, softmax 3, one-vs-all 4
  std::int32_t model = 2;  ///< cbow 1, skip-gram 2, supervised 3
  std::int32_t buckets = 0;
  std::int32_t shortest = 0;
  std::int32_t longest = 0;
  std::int32_t lr_update_rate = 100;
  double sample = 1e-4;

  /// The n-grams of characters; disabled when a word is one row.
  SubwordSettings Subwords() const;
};

/// By firth's names, as far as firth has such a setting.
Metadata ToMetadata(const FasttextArguments& arguments);
/// Whatever `metadata` does not tell, or not in fastText's range, is as fastText has it by default.
FasttextArguments ToArguments(const Metadata& metadata);

/// A file up to its words: what comes before them is small.
struct FasttextStart {
  FasttextArguments arguments;
  std::int32_t version = 0;  ///< 0: none, before there were versions
  std::uint64_t words = 0;
  std::uint64_t labels = 0;
  std::uint64_t tokens = 0;  ///< words and labels of the text
  std::int64_t pruned = -1;  ///< n-grams that are left of those of a pruned model
  std::size_t end = 0;       ///< where the words begin
};

/// Throws Error(kFormat). What it claims of words is held against the file's size.
FasttextStart ReadStart(const Source& source);

/// The rest.
struct FasttextBody {
  Vocabulary words;
  Vocabulary labels;
  std::shared_ptr<const KeptBuckets> kept{};  ///< null unless the model is pruned
  /// A row a word, then a row a bucket, or a kept one.
  FasttextMatrix input;
  FasttextMatrix output;
};

/// Whether matrices are codes; passes over the words. Throws Error(kFormat).
bool IsQuantised(const Source& source, const FasttextStart& start);

/// Throws Error(kFormat).
FasttextBody ReadBody(const Source& source, const FasttextStart& start);

/// Of word vectors whose metadata tell the rest.
FasttextArguments ArgumentsFor(const Metadata& metadata, std::size_t dim,
                               const SubwordSettings& subwords);
/// Throws Error(kFormat) when there are more words or buckets than four signed bytes count.
void RequireRoom(std::size_t words, const SubwordSettings& subwords);
/// The sum of counts as they are written: one that is not known is written as 1.
std::uint64_t TokensOf(const Vocabulary& vocabulary);

/// Magic number, version, settings.
void WriteArguments(const FasttextArguments& arguments, base::AtomicFile& file);
/// Words, then labels, of a text of so many of both; `kept`: of a pruned model. Throws
/// Error(kFormat) when they are too many.
void WriteEntries(const Vocabulary& words, const Vocabulary& labels, std::uint64_t tokens,
                  const KeptBuckets* kept, base::AtomicFile& file);

}  // namespace firth::formats
