/// What the files about training share.
#pragma once

#include <nanobind/nanobind.h>

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "corpus.h"
#include "firth/train.h"
#include "word_vectors.h"

namespace firth::python {

/// Settings as texts, by their names on the command line.
using Given = std::map<std::string, std::string>;

/// A model between two trainings, but for its input matrix: that is with the caller, who may change
/// it.
class PyModel {
 public:
  explicit PyModel(const TrainedModel& whole);
  /// The whole model, with these rows as its input matrix. Throws Error(kInput) unless they are one
  /// a word.
  TrainedModel With(const RowsArray& rows) const;
  /// All but the input matrix.
  const TrainedModel& rest() const { return rest_; }

 private:
  TrainedModel rest_;
};

struct PyTrainResult {
  PyWordVectors vectors;
  std::shared_ptr<PyModel> model;  ///< null unless asked for
  Progress progress;
  bool stopped = false;
};

PyTrainResult Finish(TrainResult result, OutputVectors which, bool keep_model);

/// An observer that hands reports to Python's functions, which may be None, and Ctrl-C to the
/// caller and to the Python code that gives the corpus. All four must outlive it.
TrainObserver Observe(const PyCorpus& corpus, const nanobind::object& progress,
                      const nanobind::object& epoch, std::stop_source& stop);

TrainSettings SettingsFrom(const std::string& model, const std::optional<std::string>& compat,
                           const Given& given);

}  // namespace firth::python
