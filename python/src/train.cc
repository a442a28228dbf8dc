/// Training: settings as text, as on the command line; the Python side turns arguments into them.
#include "firth/train.h"

#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "bindings.h"
#include "corpus.h"
#include "firth/error.h"
#include "firth/glove.h"
#include "firth/model_names.h"
#include "firth/ppmi.h"
#include "training.h"

namespace firth::python {
namespace {

/// Ctrl-C, or whatever else a signal handler of Python raises, ends training.
void CheckSignals(const PyCorpus& corpus) {
  if (PyErr_CheckSignals() == 0) return;
  nb::python_error raised;
  corpus.interruption->Request();
  throw raised;
}

/// firth.train writes names with underscores.
std::string ArgumentName(std::string_view name) {
  std::string argument(name);
  std::ranges::replace(argument, '-', '_');
  return argument;
}

}  // namespace

TrainObserver Observe(const PyCorpus& corpus, const nb::object& progress, const nb::object& epoch,
                      std::stop_source& stop) {
  TrainObserver observer;
  observer.stop = stop.get_token();
  observer.counting = [&corpus](std::uint64_t, std::uint64_t) {
    const nb::gil_scoped_acquire lock;
    CheckSignals(corpus);
  };
  observer.progress = [&corpus, &progress, &stop](const Progress& now) {
    const nb::gil_scoped_acquire lock;
    CheckSignals(corpus);
    if (!progress.is_none() && progress(now).is(nb::bool_(false))) stop.request_stop();
  };
  observer.epoch = [&corpus, &epoch, &stop](const EpochReport& report) {
    const nb::gil_scoped_acquire lock;
    CheckSignals(corpus);
    if (!epoch.is_none() && epoch(report).is(nb::bool_(false))) stop.request_stop();
  };
  observer.warning = [](std::string_view warning) {
    const nb::gil_scoped_acquire lock;
    const std::string text(warning);
    if (PyErr_WarnEx(PyExc_UserWarning, text.c_str(), 3) != 0) throw nb::python_error();
  };
  return observer;
}

TrainSettings SettingsFrom(const std::string& model, const std::optional<std::string>& compat,
                           const Given& given) {
  TrainSettings settings;
  StartFrom(settings, ContextNamed(model).value_or(ContextKind::kSkipgram));
  if (compat) ApplyCompat(settings, *compat);
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const auto found = given.find(std::string(spec.name));
    if (found == given.end()) continue;
    try {
      ApplySetting(spec, settings, found->second);
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{}: {}", ArgumentName(spec.name), error.what()));
    }
  }
  return settings;
}

namespace {

PyTrainResult RunTraining(const PyCorpus& corpus, const TrainSettings& settings,
                          OutputVectors which, bool keep_model, const nb::object& progress,
                          const nb::object& epoch) {
  if (which != OutputVectors::kInput) RequireMeanVectors(settings.model);
  std::stop_source stop;
  const TrainObserver observer = Observe(corpus, progress, epoch, stop);
  const nb::gil_scoped_release unlocked;
  return Finish(Train(*corpus.corpus, settings, observer), which, keep_model);
}

/// Pairs that are counted already, in the place of a corpus; no path: none.
using Counts = std::optional<std::string>;

/// Refuses arguments that mean nothing to such pairs.
void CheckCounts(const Counts& counts, const std::string& model, const Given& given,
                 const TrainSettings& settings) {
  if (!counts) return;
  if (model != "glove" && model != "ppmi") {
    throw Error(ErrorKind::kSettings, fmt::format("cooccurrences: means nothing to {}", model));
  }
  if (!given.contains("read-vocab")) {
    throw Error(ErrorKind::kSettings,
                "cooccurrences needs read_vocab, the file of the words that its numbers mean");
  }
  const auto is_given = [&](std::string_view name) { return given.contains(std::string(name)); };
  if (const auto name = MeaninglessToCounts(settings, is_given)) {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("{}: means nothing to pairs that are counted already", ArgumentName(*name)));
  }
}

/// train(corpus or files, settings, observer), and finish(its result), without Python's lock.
template <class Train, class End>
PyTrainResult RunPairs(const PyCorpus& corpus, const Counts& counts, const TrainSettings& settings,
                       const nb::object& progress, const nb::object& epoch, const Train& train,
                       const End& finish) {
  std::stop_source stop;
  TrainObserver observer = Observe(corpus, progress, epoch, stop);
  observer.counting_pairs = [&observer](double /*done*/) { observer.counting(0, 0); };
  const nb::gil_scoped_release unlocked;
  return finish(counts ? train(CooccurrenceFiles{*counts, settings.read_vocab}, settings, observer)
                       : train(*corpus.corpus, settings, observer));
}

PyTrainResult RunGlove(const PyCorpus& corpus, const Counts& counts, const TrainSettings& settings,
                       OutputVectors which, const nb::object& progress, const nb::object& epoch) {
  const auto train = [](const auto&... arguments) { return TrainGlove(arguments...); };
  const auto finish = [&](GloveResult result) -> PyTrainResult {
    WordVectors vectors =
        ToWordVectors(std::move(result.model), which, settings.model.glove.unknown_row);
    return {PyWordVectors(std::move(vectors)), {}, result.progress, result.stopped};
  };
  return RunPairs(corpus, counts, settings, progress, epoch, train, finish);
}

PyTrainResult RunPpmi(const PyCorpus& corpus, const Counts& counts, const TrainSettings& settings,
                      OutputVectors which, const nb::object& progress, const nb::object& epoch) {
  const auto train = [](const auto&... arguments) { return TrainPpmi(arguments...); };
  const auto finish = [&](TrainResult result) { return Finish(std::move(result), which, false); };
  return RunPairs(corpus, counts, settings, progress, epoch, train, finish);
}

PyTrainResult TrainVectors(const PyCorpus& corpus, const std::string& model,
                           const std::optional<std::string>& compat, Given given,
                           const std::optional<std::string>& output_vectors, bool keep_model,
                           const nb::object& progress, const nb::object& epoch,
                           const Counts& counts) {
  if (model != "onehot" && !ContextNamed(model)) {
    throw Error(
        ErrorKind::kSettings,
        fmt::format("model: '{}' is not one of skipgram, cbow, glove, ppmi, onehot", model));
  }
  const OutputVectors which =
      output_vectors ? OutputVectorsFromName(*output_vectors)
                     : (model == "glove" ? OutputVectors::kSum : OutputVectors::kInput);
  if (corpus.holds_tokens) {
    if (given.contains("tokenizer") || given.contains("punctuation")) {
      throw Error(ErrorKind::kSettings, "tokenizer and punctuation are for text, not for tokens");
    }
    given["tokenizer"] = "tabs";
  }
  const TrainSettings settings = SettingsFrom(model, compat, given);
  CheckCounts(counts, model, given, settings);
  if (model == "glove") return RunGlove(corpus, counts, settings, which, progress, epoch);
  if (model == "ppmi") return RunPpmi(corpus, counts, settings, which, progress, epoch);
  if (model != "onehot") {
    return RunTraining(corpus, settings, which, keep_model, progress, epoch);
  }
  std::stop_source stop;
  const TrainObserver observer = Observe(corpus, progress, epoch, stop);
  const nb::gil_scoped_release unlocked;
  Vocabulary words = CountWords(*corpus.corpus, settings, observer);
  return {PyWordVectors(OneHotVectors(std::move(words), settings.MemoryLimit())), {}, {}, false};
}

nb::dict Describe(const SettingSpec& spec) {
  nb::dict about;
  about["name"] = std::string(spec.name);
  about["group"] = std::string(spec.group);
  about["value"] = std::string(spec.value_name);
  about["help"] = std::string(spec.help);
  about["default"] = spec.get(TrainSettings{});
  return about;
}

nb::list DescribeSettings() {
  nb::list all;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (spec.kind != SettingKind::kRanks) all.append(Describe(spec));
  }
  return all;
}

void BindReports(nb::module_& m) {
  nb::class_<Progress>(m, "Progress", "Where training is.")
      .def_ro("epoch", &Progress::epoch, "1 to epochs.")
      .def_ro("epochs", &Progress::epochs)
      .def_ro("words_done", &Progress::words_done, "Over all epochs, before thinning.")
      .def_ro("words_total", &Progress::words_total)
      .def_ro("words_per_second", &Progress::words_per_second, "Since the last report.")
      .def_ro("loss", &Progress::loss, "Mean loss of an example since the last report.")
      .def_ro("rate", &Progress::rate, "The learning rate.")
      .def_ro("seconds_left", &Progress::seconds_left);
  nb::class_<EpochReport>(m, "EpochReport", "What is known after an epoch.")
      .def_ro("epoch", &EpochReport::epoch, "1 to epochs.")
      .def_ro("loss", &EpochReport::loss,
              "GloVe: mean loss of a pair as it was trained; None for other models.")
      .def_ro("held_out_loss", &EpochReport::held_out_loss,
              "Mean loss of an example of the held-out text; None without one.")
      .def_ro("stops", &EpochReport::stops, "Patience is at its end.");
}

}  // namespace

void BindTrain(nb::module_& m) {
  BindReports(m);
  nb::class_<PyTrainResult>(m, "TrainResult", "What training ended in.")
      .def_ro("vectors", &PyTrainResult::vectors)
      .def_ro("model", &PyTrainResult::model,
              nb::for_getter(nb::sig("def model(self, /) -> Model | None")),
              "What training can go on from; None unless asked for.")
      .def_ro("progress", &PyTrainResult::progress, "Where training ended.")
      .def_ro("stopped", &PyTrainResult::stopped, "A stop was requested before the end.");
  m.def("train", &TrainVectors, nb::arg("corpus"), nb::arg("model"), nb::arg("compat") = nb::none(),
        nb::arg("settings") = Given(), nb::arg("output_vectors") = nb::none(),
        nb::arg("keep_model") = false, nb::arg("progress") = nb::none(),
        nb::arg("epoch") = nb::none(), nb::arg("cooccurrences") = nb::none(),
        "Trains; `settings` are texts by their names on the command line. `cooccurrences`: a file "
        "of pairs, which `corpus` names too.");
  m.def("train_settings", &DescribeSettings,
        nb::sig("def train_settings() -> list[dict[str, str]]"),
        "All settings of training: name, group, value, help, default.");
}

}  // namespace firth::python
