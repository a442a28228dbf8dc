/// Word vectors, served: a text's vector is the mean of its words'.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/idle_pool.h"
#include "firth/index.h"
#include "firth/word_vectors.h"
#include "server/model.h"

namespace firth::server {

/// Words are split as the vectors' own settings say, else at Unicode's word boundaries. One that
/// is not known as it stands is looked up in lower case; one that has no vector then counts for
/// nothing, and a text of such words has a vector of zeros.
class WordsModel final : public Model {
 public:
  WordsModel(ModelInfo info, WordVectors vectors, CpuTarget target);

  /// At once: a look-up takes less time than a queue.
  void Embed(std::vector<Input> inputs, const Wish& wish, std::stop_token gone,
             Embedding done) const override;
  /// Words that are not known have the id that is the vocabulary's size.
  std::vector<Token> Tokenize(std::string_view text, bool special,
                              std::size_t limit) const override;

  const WordVectors& vectors() const { return vectors_; }
  const WordQueries& queries() const { return queries_; }

 private:
  /// Calls begin(words of the input), then visit(which of them, its vector) for each that has one.
  /// Throws HttpError(422) for an id that is not there.
  template <class Begin, class Visit>
  void ForEachVector(const Input& input, const Begin& begin, const Visit& visit) const;
  /// Calls work(tokenizer) with one that nobody else uses meanwhile.
  template <class Work>
  void WithTokenizer(const Work& work) const;
  Matrix EmbedOne(const Input& input, const Wish& wish, Embedded& embedded) const;
  /// The word as it stands, else in lower case.
  std::optional<TokenId> Find(std::string_view word) const;

  WordVectors vectors_;
  WordQueries queries_;
  TokenizerSettings tokenizer_;
  /// A tokenizer has scratch memory, and opening ICU's takes longer than most texts.
  mutable base::IdlePool<Tokenizer> tokenizers_;
};

}  // namespace firth::server
