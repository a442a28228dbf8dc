/// Word vectors, served: a text's vector is the mean of its words'.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  std::vector<Token> Tokenize(std::string_view text, bool special) const override;

  const WordVectors& vectors() const { return vectors_; }
  const WordQueries& queries() const { return queries_; }

 private:
  /// A tokenizer has scratch memory, and opening ICU's takes longer than most texts.
  class Tokenizers {
   public:
    explicit Tokenizers(TokenizerSettings settings) : settings_(settings) {}

    /// Calls work(tokenizer) with one that nobody else uses meanwhile.
    template <class Work>
    void With(const Work& work) {
      std::unique_ptr<Tokenizer> one = Take();
      work(*one);
      const std::scoped_lock lock(mutex_);
      idle_.push_back(std::move(one));
    }

   private:
    std::unique_ptr<Tokenizer> Take();

    TokenizerSettings settings_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Tokenizer>> idle_;
  };

  /// Calls begin(words of the input), then visit(which of them, its vector) for each that has one.
  /// Throws HttpError(422) for an id that is not there.
  template <class Begin, class Visit>
  void ForEachVector(const Input& input, const Begin& begin, const Visit& visit) const;
  Matrix EmbedOne(const Input& input, const Wish& wish, Embedded& embedded) const;
  /// The word as it stands, else in lower case.
  std::optional<TokenId> Find(std::string_view word) const;

  WordVectors vectors_;
  WordQueries queries_;
  mutable Tokenizers tokenizers_;
};

}  // namespace firth::server
