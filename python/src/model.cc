/// A model that is trained in several calls, as gensim's Word2Vec is.
#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <tuple>
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

using OutputArray = nb::ndarray<nb::numpy, const float, nb::ndim<2>>;
/// What Python's pickle and copy take of a model.
using ModelState =
    std::tuple<Metadata, std::vector<nb::bytes>, std::vector<std::uint64_t>, OutputArray, bool>;

OutputArray OutputOf(nb::handle_t<PyModel> self) {
  const MatrixView output = nb::cast<const PyModel&>(self).rest().output.view();
  const std::size_t shape[] = {output.rows, output.columns};
  const std::int64_t strides[] = {static_cast<std::int64_t>(output.stride), 1};
  return {output.data, 2, shape, self, strides};
}

ModelState StateOf(nb::handle_t<PyModel> self) {
  const TrainedModel& model = nb::cast<const PyModel&>(self).rest();
  std::vector<nb::bytes> words;
  std::vector<std::uint64_t> counts;
  for (std::uint32_t i = 0; i < model.vocabulary.size(); ++i) {
    const std::string_view word = model.vocabulary.Word(TokenId{i});
    words.emplace_back(word.data(), word.size());
    counts.push_back(Value(model.vocabulary.CountOf(TokenId{i})));
  }
  return {model.settings, std::move(words), std::move(counts), OutputOf(self),
          model.output_rows_are_words};
}

void SetState(PyModel& self, const std::tuple<Metadata, std::vector<nb::bytes>,
                                              std::vector<std::uint64_t>, RowsArray, bool>& state) {
  const auto& [settings, words, counts, output, rows_are_words] = state;
  if (counts.size() != words.size()) {
    throw Error(ErrorKind::kInput, "there must be as many counts as words");
  }
  TrainedModel model;
  model.settings = settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    model.vocabulary.Add({words[i].c_str(), words[i].size()}, Count{counts[i]});
  }
  model.output = Borrowed(output);
  model.output_rows_are_words = rows_are_words;
  new (&self) PyModel(model);
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
      .def("__len__", [](const PyModel& self) { return self.rest().vocabulary.size(); })
      .def("__getstate__", &StateOf)
      .def("__setstate__", &SetState)
      .def_prop_ro(
          "output", [](nb::handle_t<PyModel> self) { return OutputOf(self); },
          "The output matrix: a read-only view. A row a word, or a row an inner node of Huffman's "
          "tree.")
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
