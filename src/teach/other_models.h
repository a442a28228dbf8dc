/// GloVe and fastText on the ten sentences of the lesson.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "firth/index.h"
#include "firth/word_vectors.h"
#include "teach/json.h"

namespace firth::teach {

/// Trained when they are first asked for. Threads: all functions may be called from any.
class OtherModels {
 public:
  /// How often pairs were counted, and what the trained vectors say of it.
  Json Glove();

  /// The n-grams of `word`, known or not, its vector and the words nearest to it.
  Json Fasttext(const std::string& word);

 private:
  std::mutex mutex_;
  Json glove_;
  std::optional<WordVectors> subwords_;
};

}  // namespace firth::teach
