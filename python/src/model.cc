/// A model that is trained in several calls, as gensim's Word2Vec is.
#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>

#include <utility>

#include "bindings.h"
#include "corpus.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "training.h"

namespace firth::python {
namespace {

using VectorsAndModel = std::pair<PyWordVectors, std::shared_ptr<PyModel>>;

/// All but the input matrix, sharing storage.
TrainedModel Rest(const TrainedModel& whole) {
  TrainedModel rest;
  rest.settings = whole.settings;
  rest.vocabulary = whole.vocabulary.Clone();
  rest.output = whole.output.Share();
  rest.output_rows_are_words = whole.output_rows_are_words;
  return rest;
}

/// The settings for tokens, or for text, of a model that is trained in several calls.
TrainSettings SettingsFor(const PyCorpus& corpus, const std::string& model,
                          const std::string& compat, Given given) {
  if (corpus.holds_tokens) given["tokenizer"] = "tabs";
  return SettingsFrom(model, compat, given);
}

PyTrainResult TrainModelFurther(const PyModel& self, const RowsArray& vectors,
                                const PyCorpus& corpus, const std::string& model,
                                const std::string& compat, const Given& given) {
  TrainedModel start = self.With(vectors);
  std::stop_source stop;
  const nb::object nothing = nb::none();
  const TrainObserver observer = Observe(corpus, nothing, nothing, stop);
  const TrainSettings settings = SettingsFor(corpus, model, compat, given);
  const nb::gil_scoped_release unlocked;
  return Finish(TrainFurther(*corpus.corpus, settings, std::move(start), observer),
                OutputVectors::kInput, /*keep_model=*/true);
}

VectorsAndModel Start(const PyCorpus& corpus, const std::string& model, const std::string& compat,
                      const Given& given, const PyModel* known,
                      const std::optional<RowsArray>& vectors) {
  std::optional<TrainedModel> before;
  if (known != nullptr && vectors) before = known->With(*vectors);
  std::stop_source stop;
  const nb::object nothing = nb::none();
  const TrainObserver observer = Observe(corpus, nothing, nothing, stop);
  const TrainSettings settings = SettingsFor(corpus, model, compat, given);
  const nb::gil_scoped_release unlocked;
  TrainedModel started =
      StartModel(*corpus.corpus, settings, observer, before ? &*before : nullptr);
  auto rest = std::make_shared<PyModel>(started);
  return {PyWordVectors(ToWordVectors(std::move(started))), std::move(rest)};
}

void SaveModel(const PyModel& self, const RowsArray& vectors, const std::string& path,
               Metadata metadata) {
  TrainedModel whole = self.With(vectors);
  whole.settings = std::move(metadata);
  const nb::gil_scoped_release unlocked;
  WriteModel(whole, path);
}

VectorsAndModel LoadModel(const std::string& path) {
  const nb::gil_scoped_release unlocked;
  TrainedModel whole = ReadModel(path);
  auto rest = std::make_shared<PyModel>(whole);
  return {PyWordVectors(ToWordVectors(std::move(whole))), std::move(rest)};
}

}  // namespace

PyModel::PyModel(const TrainedModel& whole) : rest_(Rest(whole)) {
  if (!whole.subwords.enabled()) return;
  throw Error(ErrorKind::kSettings,
              "with subwords (maxn) training is one call: it cannot be gone on with from vectors");
}

TrainedModel PyModel::With(const RowsArray& rows) const {
  if (rows.shape(0) != rest_.vocabulary.size()) {
    throw Error(ErrorKind::kInput, fmt::format("there are {} vectors, but the model has {} words",
                                               rows.shape(0), rest_.vocabulary.size()));
  }
  TrainedModel whole = Rest(rest_);
  whole.input = Borrowed(rows);
  return whole;
}

PyTrainResult Finish(TrainResult result, OutputVectors which, bool keep_model) {
  std::shared_ptr<PyModel> model;
  if (keep_model) model = std::make_shared<PyModel>(result.model);
  return {PyWordVectors(ToWordVectors(std::move(result.model), which)), std::move(model),
          result.progress, result.stopped};
}

void BindModel(nb::module_& m) {
  nb::class_<PyModel>(m, "Model", "A model between two trainings, without its vectors.")
      .def("train", &TrainModelFurther, nb::arg("vectors"), nb::arg("corpus"), nb::arg("model"),
           nb::arg("compat"), nb::arg("settings"),
           "Trains further, from these vectors on; words and counts stay as they are.")
      .def("save", &SaveModel, nb::arg("vectors"), nb::arg("path"), nb::arg("metadata"),
           "Writes all of it, from which load_model goes on.");
  m.def("start_model", &Start, nb::arg("corpus"), nb::arg("model"), nb::arg("compat"),
        nb::arg("settings"), nb::arg("known") = nb::none(), nb::arg("vectors") = nb::none(),
        "The corpus's words and their vectors before training; behind those of `known`, which "
        "keep their `vectors`.");
  m.def("load_model", &LoadModel, nb::arg("path"), "What Model.save wrote.");
}

}  // namespace firth::python
