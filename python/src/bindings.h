/// What the files of the extension share. Each file binds one class or one group of functions.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <string>
#include <string_view>

namespace firth::python {

namespace nb = nanobind;

void BindErrors(nb::module_& m);
void BindCorpus(nb::module_& m);
void BindWordVectors(nb::module_& m);
void BindIndex(nb::module_& m);
void BindModel(nb::module_& m);
void BindTrain(nb::module_& m);
void BindEvaluate(nb::module_& m);
void BindEncoder(nb::module_& m);
void BindClassifier(nb::module_& m);
void BindServe(nb::module_& m);

/// A word, whose bytes need not be UTF-8, as text: such bytes become lone surrogates, as in
/// Python's own file names (`surrogateescape`).
inline nb::str ToPython(std::string_view word) {
  PyObject* text =
      PyUnicode_DecodeUTF8(word.data(), static_cast<Py_ssize_t>(word.size()), "surrogateescape");
  if (text == nullptr) throw nb::python_error();
  return nb::steal<nb::str>(text);
}

/// The way back.
inline std::string FromPython(const nb::str& word) {
  PyObject* bytes = PyUnicode_AsEncodedString(word.ptr(), "utf-8", "surrogateescape");
  if (bytes == nullptr) throw nb::python_error();
  const auto owned = nb::steal<nb::bytes>(bytes);
  return {owned.c_str(), owned.size()};
}

}  // namespace firth::python
