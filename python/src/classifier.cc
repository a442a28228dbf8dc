/// Classifiers of text.
#include "firth/classify.h"

#include <fmt/format.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <memory>

#include "bindings.h"
#include "firth/error.h"
#include "training.h"

namespace firth::python {
namespace {

using VectorArray = nb::ndarray<nb::numpy, float, nb::ndim<1>, nb::device::cpu>;
using Answer = std::vector<std::pair<nb::str, float>>;

/// Lines are answered in parts of so many, with a look at Python's signals between them.
constexpr std::size_t kLinesAtOnce = 1 << 14;

/// A line of text. Throws Error(kInput) when it is several.
std::string LineFrom(const nb::str& text, std::size_t number) {
  std::string line = FromPython(text);
  if (line.find('\n') == std::string::npos) return line;
  throw Error(ErrorKind::kInput,
              fmt::format("text {} holds a line end: each text must be one line", number));
}

/// "2G" as the command line has it, or bytes.
void SetMemoryLimit(ClassifierSettings& settings, const std::string& text) {
  TrainSettings parsed;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (spec.name == "memory-limit") spec.set(parsed, text);
  }
  settings.memory_limit = parsed.memory_limit;
}

std::shared_ptr<Classifier> Load(const std::string& path, const std::string& label) {
  const nb::gil_scoped_release unlocked;
  return std::make_shared<Classifier>(ReadClassifier(path, label));
}

std::shared_ptr<Classifier> TrainOn(const PyCorpus& corpus, const ClassifierSettings& settings,
                                    const nb::object& progress) {
  std::stop_source stop;
  const nb::object nothing = nb::none();
  const TrainObserver observer = Observe(corpus, progress, nothing, stop);
  const nb::gil_scoped_release unlocked;
  const LabelledLines lines(*corpus.corpus, settings, observer);
  return std::make_shared<Classifier>(TrainClassifier(lines, settings, observer).model);
}

void Save(const Classifier& self, const std::string& path) {
  const nb::gil_scoped_release unlocked;
  WriteClassifier(self, path);
}

Answer Named(const Classifier& self, const std::vector<LabelScore>& labels) {
  Answer answer;
  for (const auto& [label, probability] : labels) {
    answer.emplace_back(ToPython(self.labels.Word(label)), probability);
  }
  return answer;
}

std::vector<Answer> Predict(const Classifier& self, const std::vector<nb::str>& texts,
                            std::size_t k, double threshold, unsigned threads) {
  const PredictSettings settings{.k = k, .threshold = threshold, .threads = threads};
  std::vector<Answer> answers;
  answers.reserve(texts.size());
  for (std::size_t begin = 0; begin < texts.size(); begin += kLinesAtOnce) {
    const std::size_t end = std::min(texts.size(), begin + kLinesAtOnce);
    std::vector<std::string> owned;
    for (std::size_t i = begin; i < end; ++i) owned.push_back(LineFrom(texts[i], i));
    std::vector<std::vector<LabelScore>> found;
    {
      const nb::gil_scoped_release unlocked;
      found = PredictAll(self, std::vector<std::string_view>(owned.begin(), owned.end()), settings);
    }
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    for (const auto& labels : found) answers.push_back(Named(self, labels));
  }
  return answers;
}

VectorArray VectorOf(const Classifier& self, const nb::str& text) {
  LinePredictor predictor(self);
  const auto vector = predictor.VectorOf(LineFrom(text, 0));
  auto kept = std::make_unique<std::vector<float>>(vector.begin(), vector.end());
  float* const data = kept->data();
  const std::size_t shape[] = {kept->size()};
  nb::capsule owner(kept.release(),
                    [](void* held) noexcept { delete static_cast<std::vector<float>*>(held); });
  return {data, 1, shape, owner};
}

ClassifierScores Test(const Classifier& self, const PyCorpus& corpus, std::size_t k,
                      double threshold, unsigned threads) {
  const nb::gil_scoped_release unlocked;
  return TestClassifier(self, *corpus.corpus->Open(),
                        {.k = k, .threshold = threshold, .threads = threads});
}

std::vector<nb::str> Words(const Vocabulary& vocabulary) {
  std::vector<nb::str> words;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    words.push_back(ToPython(vocabulary.Word(TokenId{i})));
  }
  return words;
}

void BindSettings(nb::module_& m) {
  using Settings = ClassifierSettings;
  nb::class_<Settings>(m, "ClassifierSettings", "What a classifier is, or is to be, trained with.")
      .def(nb::init<>())
      .def_rw("dim", &Settings::dim)
      .def_rw("lr", &Settings::lr)
      .def_rw("epochs", &Settings::epochs)
      .def_rw("min_count", &Settings::min_count)
      .def_rw("min_count_label", &Settings::min_count_label)
      .def_rw("word_ngrams", &Settings::word_ngrams)
      .def_prop_rw(
          "minn", [](const Settings& s) { return s.subwords.min_length; },
          [](Settings& s, std::size_t value) { s.subwords.min_length = value; })
      .def_prop_rw(
          "maxn", [](const Settings& s) { return s.subwords.max_length; },
          [](Settings& s, std::size_t value) { s.subwords.max_length = value; })
      .def_prop_rw(
          "bucket", [](const Settings& s) { return s.subwords.buckets; },
          [](Settings& s, std::size_t value) { s.subwords.buckets = value; })
      .def_prop_rw(
          "loss", [](const Settings& s) { return std::string(ClassifierLossName(s.loss)); },
          [](Settings& s, const std::string& name) { s.loss = ClassifierLossFromName(name); })
      .def_rw("negative", &Settings::negative)
      .def_rw("label", &Settings::label_prefix)
      .def_rw("pretrained", &Settings::pretrained)
      .def_rw("threads", &Settings::threads)
      .def_rw("seed", &Settings::seed)
      .def_prop_rw(
          "memory_limit", [](const Settings& s) { return std::to_string(s.memory_limit); },
          &SetMemoryLimit, "Bytes, or as on the command line: \"2G\".");
}

void BindScores(nb::module_& m) {
  nb::class_<LabelTally>(m, "LabelTally", "How often a label was there, was answered, and both.")
      .def_ro("gold", &LabelTally::gold)
      .def_ro("predicted", &LabelTally::predicted)
      .def_ro("right", &LabelTally::right)
      .def_prop_ro("precision", &LabelTally::Precision, "NaN when it was never answered.")
      .def_prop_ro("recall", &LabelTally::Recall, "NaN when it was never there.")
      .def_prop_ro("f1", &LabelTally::F1, "NaN when it was neither.");
  nb::class_<ClassifierScores>(m, "ClassifierScores", "Answers against the labels of lines.")
      .def_ro("lines", &ClassifierScores::lines)
      .def_ro("unknown_labels", &ClassifierScores::unknown_labels)
      .def_ro("unlabelled", &ClassifierScores::unlabelled)
      .def_ro("all", &ClassifierScores::all, "Over all labels.")
      .def_ro("labels", &ClassifierScores::labels, "Of the model's labels, in their order.");
}

}  // namespace

void BindClassifier(nb::module_& m) {
  BindSettings(m);
  BindScores(m);
  nb::class_<Classifier>(m, "Classifier", "The compiled part of firth.Classifier.")
      .def_static("load", &Load, nb::arg("path"), nb::arg("label"))
      .def_static("train", &TrainOn, nb::arg("corpus"), nb::arg("settings"),
                  nb::arg("progress").none())
      .def("save", &Save, nb::arg("path"), "Writes a file, whole or not at all.")
      .def("predict", &Predict, nb::arg("texts"), nb::arg("k"), nb::arg("threshold"),
           nb::arg("threads"), "Of each text the likeliest labels, with their probabilities.")
      .def("vector", &VectorOf, nb::arg("text"), "The mean of the text's rows, [dim].")
      .def("test", &Test, nb::arg("corpus"), nb::arg("k"), nb::arg("threshold"), nb::arg("threads"))
      .def("labels", [](const Classifier& self) { return Words(self.labels); })
      .def("words", [](const Classifier& self) { return Words(self.words); })
      .def_prop_ro(
          "quantized", [](const Classifier& self) { return self.quantized_input.has_value(); },
          "Its rows are codes.")
      .def_ro("settings", &Classifier::settings);
}

}  // namespace firth::python
