/// Corpora: files, and any Python object that gives lists of tokens.
#include "corpus.h"

#include <fmt/format.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"

namespace firth::python {
namespace {

/// A reference that may end in any thread, the interpreter's lock held or not.
std::shared_ptr<nb::object> Keep(nb::object object) {
  return {new nb::object(std::move(object)), [](nb::object* kept) {
            const nb::gil_scoped_acquire lock;
            delete kept;
          }};
}

std::string_view TextOf(nb::handle token, nb::object& owner) {
  Py_ssize_t size = 0;
  if (PyIndex_Check(token.ptr())) {  // NumPy's whole numbers, too
    owner = nb::steal(PyNumber_Index(token.ptr()));
    if (!owner.is_valid()) throw nb::python_error();
    owner = nb::str(owner);
    token = owner;
  }
  if (!PyUnicode_Check(token.ptr())) {
    const std::string type = nb::cast<std::string>(nb::str(token.type().attr("__name__")));
    throw nb::type_error(
        fmt::format("a token must be a str or an int, but one is of type {}", type).c_str());
  }
  const char* text = PyUnicode_AsUTF8AndSize(token.ptr(), &size);
  if (text == nullptr) throw nb::python_error();
  return {text, static_cast<std::size_t>(size)};
}

/// Appends a sentence's tokens with tabs between them.
void AppendTokens(nb::handle sentence, std::string& line) {
  if (PyUnicode_Check(sentence.ptr()) || PyBytes_Check(sentence.ptr())) {
    throw nb::type_error(
        "a sentence must be a list of tokens, but one is text; split it (sentence.split()), or "
        "pass a path to let firth read and split a file");
  }
  nb::object owner;
  for (const nb::handle token : nb::iter(sentence)) {
    const std::string_view text = TextOf(token, owner);
    if (text.find_first_of("\t\n") != std::string_view::npos) {
      throw nb::value_error(
          fmt::format("the token \"{}\" holds a tab or a line end", text).c_str());
    }
    if (text.empty()) continue;
    if (!line.empty()) line += '\t';
    line += text;
  }
}

/// One pass over an iterable of sentences.
NextLine OpenSentences(const nb::object& sentences,
                       const std::shared_ptr<Interruption>& interruption) {
  const nb::gil_scoped_acquire lock;
  const auto iterator = Keep(nb::iter(sentences));
  return
      [iterator, interruption, line = std::string()]() mutable -> std::optional<std::string_view> {
        const nb::gil_scoped_acquire acquired;
        const Interruption::Reading reading(*interruption);
        const nb::object sentence = nb::steal(PyIter_Next(iterator->ptr()));
        if (!sentence.is_valid()) {
          if (PyErr_Occurred() != nullptr) throw nb::python_error();
          return std::nullopt;
        }
        line.clear();
        AppendTokens(sentence, line);
        return line;
      };
}

PyCorpus SentenceCorpus(nb::object sentences) {
  // An iterator is its own iterator, and can be walked through once.
  const bool rereadable = !nb::iter(sentences).is(sentences);
  const auto kept = Keep(std::move(sentences));
  auto interruption = std::make_shared<Interruption>();
  auto corpus =
      LineCorpus([kept, interruption] { return OpenSentences(*kept, interruption); }, rereadable);
  return {std::move(corpus), /*holds_tokens=*/true, std::move(interruption)};
}

}  // namespace

void BindCorpus(nb::module_& m) {
  nb::class_<PyCorpus>(m, "Corpus", "Text on its way in.")
      .def_prop_ro(
          "rereadable", [](const PyCorpus& self) { return self.corpus->rereadable(); },
          "Whether it can be read more than once.");
  m.def(
      "open_corpus",
      [](const std::vector<std::string>& inputs) { return PyCorpus{OpenCorpus(inputs)}; },
      nb::arg("inputs"), "Files, folders, patterns, or \"-\" for standard input.");
  m.def("sentence_corpus", &SentenceCorpus, nb::arg("sentences"),
        nb::sig("def sentence_corpus(sentences: "
                "collections.abc.Iterable[collections.abc.Iterable[str | int]]) -> Corpus"),
        "Any iterable of token lists; an iterator can be read once only.");
}

}  // namespace firth::python
