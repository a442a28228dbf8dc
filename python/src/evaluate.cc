/// Scores on standard sets.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <fmt/format.h>

#include "bindings.h"
#include "firth/error.h"
#include "firth/eval.h"
#include "word_vectors.h"

namespace firth::python {
namespace {

CaseRule CaseFromName(const std::string& name) {
  if (name == "exact") return CaseRule::kExact;
  if (name == "upper") return CaseRule::kUpper;
  if (name == "lower") return CaseRule::kLower;
  throw Error(ErrorKind::kSettings,
              fmt::format("case: '{}' is not one of exact, upper, lower", name));
}

/// The peers' protocols, or, with `top` or `letters`, one of the caller's own, as on the command
/// line.
EvaluationOptions Options(const std::string& method, std::size_t top,
                          const std::optional<std::string>& letters, unsigned threads) {
  EvaluationOptions options;
  options.threads = threads;
  options.method = AnalogyMethodFromName(method);
  if (top == 0 && !letters) return options;
  options.pairs_top = top;
  if (letters) options.pairs_case = CaseFromName(*letters);
  const std::string words = top == 0 ? "all words" : fmt::format("top {}", top);
  options.protocols = {{.name = fmt::format("{}, case {}", words, letters.value_or("lower")),
                        .top = top,
                        .case_rule = options.pairs_case}};
  return options;
}

EvaluationReport EvaluateFile(const PyWordVectors& vectors, const std::string& path,
                              const std::string& method, std::size_t top,
                              const std::optional<std::string>& letters, unsigned threads) {
  const nb::gil_scoped_release unlocked;
  return Evaluate(vectors.vectors(), path, Options(method, top, letters, threads));
}

const char* KindName(const EvaluationReport& report) {
  switch (report.kind) {
    case EvaluationKind::kAnalogies:
      return "analogies";
    case EvaluationKind::kPairs:
      return "pairs";
    case EvaluationKind::kCategories:
      return "categories";
  }
  return "";
}

std::string Show(const Estimate& e) {
  return fmt::format("Estimate(value={:.4f}, low={:.4f}, high={:.4f})", e.value, e.low, e.high);
}

void BindParts(nb::module_& m) {
  nb::class_<Estimate>(m, "Estimate", "A share or a correlation with its 95 % interval.")
      .def_ro("value", &Estimate::value)
      .def_ro("low", &Estimate::low)
      .def_ro("high", &Estimate::high)
      .def("__float__", [](const Estimate& self) { return self.value; })
      .def("__repr__", &Show);
  nb::class_<AnalogySection>(m, "AnalogySection", "Questions under one heading.")
      .def_ro("name", &AnalogySection::name)
      .def_ro("questions", &AnalogySection::questions, "In the file.")
      .def_ro("asked", &AnalogySection::asked, "All four words known.")
      .def_ro("right", &AnalogySection::right);
  nb::class_<AnalogyReport>(m, "AnalogyReport", "Analogies asked by one peer's rules.")
      .def_prop_ro("protocol", [](const AnalogyReport& self) { return self.protocol.name; })
      .def_ro("sections", &AnalogyReport::sections)
      .def_ro("total", &AnalogyReport::total)
      .def_ro("semantic", &AnalogyReport::semantic)
      .def_ro("syntactic", &AnalogyReport::syntactic)
      .def_ro("accuracy", &AnalogyReport::accuracy, "Share of right answers, 0 to 1.");
  nb::class_<PairReport>(m, "PairReport", "Cosines beside people's judgement of word pairs.")
      .def_ro("pairs", &PairReport::pairs, "In the file.")
      .def_ro("scored", &PairReport::scored, "Both words known.")
      .def_ro("spearman", &PairReport::spearman)
      .def_ro("pearson", &PairReport::pearson);
  nb::class_<CategoryReport>(m, "CategoryReport", "Categories found again by clustering.")
      .def_ro("words", &CategoryReport::words, "In the file.")
      .def_ro("clustered", &CategoryReport::clustered, "Known words.")
      .def_ro("categories", &CategoryReport::categories)
      .def_ro("purity", &CategoryReport::purity, "0 to 1.");
}

}  // namespace

void BindEvaluate(nb::module_& m) {
  BindParts(m);
  nb::class_<EvaluationReport>(m, "EvaluationReport", "What one file of a standard set says.")
      .def_ro("path", &EvaluationReport::path)
      .def_prop_ro("kind", &KindName, "\"analogies\", \"pairs\" or \"categories\".")
      .def_ro("analogies", &EvaluationReport::analogies, "One a protocol; empty for other kinds.")
      .def_ro("pairs", &EvaluationReport::pairs, "None for other kinds.")
      .def_ro("categories", &EvaluationReport::categories, "None for other kinds.");
  m.def("evaluate", &EvaluateFile, nb::arg("vectors"), nb::arg("path"),
        nb::arg("method") = "3cosadd", nb::arg("top") = 0, nb::arg("case") = nb::none(),
        nb::arg("threads") = 1);
}

}  // namespace firth::python
