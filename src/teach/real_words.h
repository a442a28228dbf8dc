/// The note's four words in vectors of a real corpus.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "firth/cpu_target.h"
#include "firth/index.h"
#include "firth/train.h"
#include "teach/job.h"
#include "teach/json.h"

namespace firth::teach {

/// Vectors that are read, or trained when the page asks for it.
/// Threads: all functions may be called from any.
class RealWords {
 public:
  /// Begins to read `vectors`, unless it is empty. `corpus` may be empty.
  RealWords(const std::string& vectors, std::string corpus, CpuTarget target);

  /// {"state": "none" | "reading" | "training" | "ready" | "failed", ...}: what the page shows.
  Json State() const;

  /// Begins to train on a text. Throws HttpError: 409 when something is under way, 400 when the
  /// text is empty.
  void TrainText(std::string text);
  /// The same on the corpus; 400 when there is none.
  void TrainCorpus();

  /// The words nearest to `word`. Throws HttpError(404) without vectors, Error(kNotFound).
  Json Neighbors(const std::string& word) const;

 private:
  struct Known {
    std::string name;
    WordVectors vectors;
    WordQueries queries;
    Known(std::string from, WordVectors words, CpuTarget target)
        : name(std::move(from)), vectors(std::move(words)), queries(vectors, target) {}
  };

  void Take(std::string name, WordVectors vectors);
  void Begin(std::function<void(const std::stop_token&)> learn);
  void Learn(const Corpus& corpus, bool small, const std::string& name,
             const std::stop_token& stop);
  void Report(const Progress& progress);
  Json Company(const Known& known) const;
  std::shared_ptr<const Known> known() const;

  std::string corpus_;
  CpuTarget target_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::shared_ptr<const Known> known_;
  Json company_;
  Json progress_;
  Json losses_ = Json::array();
  bool training_ = false;  ///< the work under way is not reading
  Job job_;                ///< last: it ends before what it fills
};

}  // namespace firth::teach
