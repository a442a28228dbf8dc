/// WordVectors: what is asked, and the files it comes from.
#include "word_vectors.h"

#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"
#include "firth/error.h"
#include "firth/formats.h"

namespace firth::python {
namespace {

using MatrixArray = nb::ndarray<nb::numpy, const float, nb::ndim<2>, nb::device::cpu>;
using VectorArray = nb::ndarray<nb::numpy, float, nb::ndim<1>, nb::device::cpu>;
using Answers = std::vector<std::pair<nb::str, float>>;

nb::capsule OwnerCapsule(std::shared_ptr<const void> owner) {
  return {new std::shared_ptr<const void>(std::move(owner)),
          [](void* p) noexcept { delete static_cast<std::shared_ptr<const void>*>(p); }};
}

MatrixArray ViewOf(const PyWordVectors& self, const MatrixView& view) {
  const std::size_t shape[] = {view.rows, view.columns};
  const std::int64_t strides[] = {static_cast<std::int64_t>(view.stride), 1};
  return {view.data, 2, shape, OwnerCapsule(self.owner()), strides};
}

MatrixArray MatrixOf(const PyWordVectors& self) {
  return ViewOf(self, self.vectors().matrix().view());
}

std::vector<nb::str> AllWords(const Vocabulary& vocabulary, const char* errors) {
  std::vector<nb::str> words;
  words.reserve(vocabulary.size());
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const std::string_view word = vocabulary.Word(TokenId{i});
    PyObject* text =
        PyUnicode_DecodeUTF8(word.data(), static_cast<Py_ssize_t>(word.size()), errors);
    if (text == nullptr) throw nb::python_error();
    words.push_back(nb::steal<nb::str>(text));
  }
  return words;
}

/// minn, maxn and the rows of n-grams.
template <class Rows>
using Ngrams = std::optional<std::tuple<std::size_t, std::size_t, Rows>>;

Ngrams<MatrixArray> NgramsOf(const PyWordVectors& self) {
  const SubwordTable* const table = self.vectors().subwords();
  if (table == nullptr) return std::nullopt;
  if (table->kept) {
    throw Error(ErrorKind::kInput, "these vectors' n-grams were pruned: no row for each bucket");
  }
  return std::tuple{table->settings.min_length, table->settings.max_length,
                    ViewOf(self, table->rows.view())};
}

using NgramNames = std::optional<std::vector<nb::str>>;

NgramNames NgramNamesOf(const PyWordVectors& self) {
  const SubwordTable* const table = self.vectors().subwords();
  if (table == nullptr || table->ngrams == nullptr) return std::nullopt;
  return AllWords(*table->ngrams, "surrogateescape");
}

std::optional<SubwordTable> TableOf(const Ngrams<RowsArray>& ngrams, const NgramNames& names) {
  if (!ngrams) {
    if (names) throw Error(ErrorKind::kInput, "ngram_names are those of the rows of ngrams");
    return std::nullopt;
  }
  const auto& [shortest, longest, rows] = *ngrams;
  SubwordTable table{{shortest, longest, rows.shape(0)}, Borrowed(rows)};
  if (!names) return table;
  Vocabulary list;
  for (const nb::str& name : *names) {
    const std::string ngram = FromPython(name);
    if (list.Find(ngram)) {
      throw Error(ErrorKind::kInput, fmt::format("the n-gram '{}' has two rows", ngram));
    }
    list.Add(ngram);
  }
  table.settings.kind = NgramKind::kExact;
  table.settings.min_count = 1;
  table.ngrams = std::make_shared<const Vocabulary>(std::move(list));
  return table;
}

void Construct(PyWordVectors* self, const std::vector<nb::str>& words, const RowsArray& matrix,
               const std::optional<std::vector<std::uint64_t>>& counts, Metadata metadata,
               const Ngrams<RowsArray>& ngrams, const NgramNames& ngram_names) {
  if (counts && counts->size() != words.size()) {
    throw Error(ErrorKind::kInput, "there must be as many counts as words");
  }
  Vocabulary vocabulary;
  for (std::size_t i = 0; i < words.size(); ++i) {
    vocabulary.Add(FromPython(words[i]), Count{counts ? (*counts)[i] : 0});
  }
  new (self) PyWordVectors(WordVectors(std::move(vocabulary), Borrowed(matrix), std::move(metadata),
                                       TableOf(ngrams, ngram_names)));
}

std::vector<nb::str> WordsOf(const PyWordVectors& self, const char* errors) {
  return AllWords(self.vectors().vocabulary(), errors);
}

std::vector<std::uint64_t> CountsOf(const PyWordVectors& self) {
  const Vocabulary& vocabulary = self.vectors().vocabulary();
  std::vector<std::uint64_t> counts;
  if (!vocabulary.HasCounts()) return counts;
  counts.reserve(vocabulary.size());
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    counts.push_back(Value(vocabulary.CountOf(TokenId{i})));
  }
  return counts;
}

std::optional<std::size_t> Find(const PyWordVectors& self, const nb::str& word) {
  const auto id = self.vectors().vocabulary().Find(FromPython(word));
  return id ? std::optional(Index(*id)) : std::nullopt;
}

std::optional<VectorArray> VectorOf(const PyWordVectors& self, const nb::str& word) {
  auto vector = self.vectors().VectorOf(FromPython(word));
  if (!vector) return std::nullopt;
  const auto kept = std::make_shared<std::vector<float>>(*std::move(vector));
  const std::size_t shape[] = {kept->size()};
  return VectorArray(kept->data(), 1, shape, OwnerCapsule(kept));
}

std::size_t Require(const PyWordVectors& self, const nb::str& word) {
  const std::string text = FromPython(word);
  if (const auto id = self.vectors().vocabulary().Find(text)) return Index(*id);
  const nb::gil_scoped_release unlocked;
  return Index(RequireWord(self.vectors().vocabulary(), text));  // throws, with near spellings
}

Answers Named(const std::vector<ScoredWord>& scored) {
  Answers answers;
  for (const ScoredWord& answer : scored) answers.emplace_back(ToPython(answer.word), answer.score);
  return answers;
}

Answers Neighbors(const PyWordVectors& self, const std::vector<nb::str>& words, std::size_t k) {
  std::vector<std::string> texts;
  for (const nb::str& word : words) texts.push_back(FromPython(word));
  std::vector<ScoredWord> scored;
  {
    const nb::gil_scoped_release unlocked;
    scored = self.queries().Neighbors(texts, k);
  }
  return Named(scored);
}

Answers Analogy(const PyWordVectors& self, const nb::str& a, const nb::str& b, const nb::str& c,
                std::size_t k, const std::string& method) {
  const std::string texts[] = {FromPython(a), FromPython(b), FromPython(c)};
  std::vector<ScoredWord> scored;
  {
    const nb::gil_scoped_release unlocked;
    scored = self.queries().Analogy(texts[0], texts[1], texts[2], k, AnalogyMethodFromName(method));
  }
  return Named(scored);
}

float Similarity(const PyWordVectors& self, const nb::str& a, const nb::str& b) {
  const std::string first = FromPython(a);
  const std::string second = FromPython(b);
  const nb::gil_scoped_release unlocked;
  return self.queries().Similarity(first, second);
}

PyWordVectors Load(const std::string& path, const std::optional<std::string>& format,
                   std::size_t max_words) {
  const nb::gil_scoped_release unlocked;
  const ReadOptions options{.max_words = max_words};
  return PyWordVectors(format ? ReadWordVectors(path, FormatFromName(*format), options)
                              : ReadWordVectors(path, options));
}

void Save(const PyWordVectors& self, const std::string& path,
          const std::optional<std::string>& format) {
  const nb::gil_scoped_release unlocked;
  WriteWordVectors(self.vectors(), path, format ? FormatFromName(*format) : FormatForWriting(path));
}

}  // namespace

Matrix Borrowed(const RowsArray& rows) {
  const std::shared_ptr<RowsArray> owner(new RowsArray(rows), [](RowsArray* kept) {
    const nb::gil_scoped_acquire lock;
    delete kept;
  });
  return Matrix::Borrow(owner, rows.data(), rows.shape(0), rows.shape(1), rows.shape(1));
}

void BindWordVectors(nb::module_& m) {
  nb::class_<PyWordVectors>(m, "WordVectors", "One vector a word; see firth.WordVectors.")
      .def("__init__", &Construct, nb::arg("words"), nb::arg("matrix"),
           nb::arg("counts") = nb::none(), nb::arg("metadata") = Metadata(),
           nb::arg("ngrams") = nb::none(), nb::arg("ngram_names") = nb::none(),
           "Words and their rows: a [len(words), dim] array of float32, which is not copied. "
           "`ngrams` is (minn, maxn, rows) and `ngram_names` a list, as the properties are.")
      .def(
          "__init__",
          [](PyWordVectors* self, const PyWordVectors& other) { new (self) PyWordVectors(other); },
          nb::arg("other"), "Shares what `other` holds.")
      .def("__len__", [](const PyWordVectors& self) { return self.vectors().size(); })
      .def_prop_ro(
          "dim", [](const PyWordVectors& self) { return self.vectors().dim(); },
          "Numbers a vector.")
      .def_prop_ro("matrix", &MatrixOf, nb::rv_policy::automatic,
                   "All vectors, [len(self), dim] float32: a read-only view, nothing is copied.")
      .def_prop_ro(
          "metadata", [](const PyWordVectors& self) { return self.vectors().metadata(); },
          "The settings of training, by their names on the command line.")
      .def_prop_ro("ngrams", &NgramsOf, nb::rv_policy::automatic,
                   "(minn, maxn, rows): characters of the shortest and the longest n-gram, and a "
                   "read-only view of their rows, [buckets, dim] or [len(ngram_names), dim]; None "
                   "without subwords.")
      .def_prop_ro("ngram_names", &NgramNamesOf,
                   "The n-gram of each row; None where n-grams share rows by their hash (ngrams="
                   "\"hashed\"), and without subwords.")
      .def("vector_of", &VectorOf, nb::arg("word"),
           "A copy of a known word's vector; with subwords, for any other word, the mean of the "
           "rows of its n-grams. None when there is neither.")
      .def("words", &WordsOf, nb::arg("errors") = "surrogateescape",
           "All words in the order of the rows; `errors` says what becomes of bytes that are not "
           "UTF-8.")
      .def("counts", &CountsOf, "How often each word stands in the corpus; empty when not known.")
      .def("find", &Find, nb::arg("word"), "A word's row, or None.")
      .def("require", &Require, nb::arg("word"),
           "A word's row; raises firth.errors.NotFoundError, which names near spellings.")
      .def("neighbors", &Neighbors, nb::arg("words"), nb::arg("k") = 10,
           "The k words nearest to the mean of the words' unit vectors, with their cosines.")
      .def("analogy", &Analogy, nb::arg("a"), nb::arg("b"), nb::arg("c"), nb::arg("k") = 10,
           nb::arg("method") = "3cosadd",
           "The k best answers to: a is to b as c is to ?, with their scores. `method` is "
           "\"3cosadd\" or \"3cosmul\".")
      .def("similarity", &Similarity, nb::arg("a"), nb::arg("b"), "The cosine of two words.")
      .def("save", &Save, nb::arg("path"), nb::arg("format") = nb::none(),
           "Writes a file, whole or not at all.");
  m.def("load", &Load, nb::arg("path"), nb::arg("format") = nb::none(), nb::arg("max_words") = 0,
        "Reads a file of word vectors.");
  m.def(
      "losses_in_format",
      [](const PyWordVectors& vectors, const std::string& format) {
        return LossesInFormat(vectors.vectors(), FormatFromName(format));
      },
      nb::arg("vectors"), nb::arg("format"),
      "What a file of this format cannot hold of these vectors.");
}

}  // namespace firth::python
