/// Exact search over an array of vectors.
#include "firth/index.h"

#include <nanobind/stl/array.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"
#include "firth/error.h"

namespace firth::python {
namespace {

using Rows = nb::ndarray<const float, nb::ndim<2>, nb::device::cpu>;
using Vector = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Scored = std::vector<std::pair<std::size_t, float>>;

/// An index and the array that it searches.
class PyIndex {
 public:
  PyIndex(Rows rows, std::size_t count)
      : rows_(std::move(rows)), index_(View(rows_), std::min(count, rows_.shape(0))) {}

  const ExactIndex& index() const { return index_; }

 private:
  static MatrixView View(const Rows& rows) {
    if (rows.stride(1) != 1 && rows.shape(1) > 1) {
      throw Error(ErrorKind::kInput, "the numbers of a vector must follow each other in memory");
    }
    return {rows.data(), rows.shape(0), rows.shape(1), static_cast<std::size_t>(rows.stride(0))};
  }

  Rows rows_;
  ExactIndex index_;
};

Scored ToPairs(const std::vector<Neighbor>& neighbors) {
  Scored pairs;
  for (const Neighbor& near : neighbors) pairs.emplace_back(Index(near.row), near.score);
  return pairs;
}

std::vector<RowId> ToRows(const std::vector<std::uint32_t>& numbers) {
  std::vector<RowId> rows;
  for (const std::uint32_t number : numbers) rows.push_back(RowId{number});
  return rows;
}

void RequireDim(const PyIndex& self, const Vector& query) {
  if (query.shape(0) == self.index().dim()) return;
  throw Error(ErrorKind::kInput, "the query has another number of columns than the vectors");
}

Scored Search(const PyIndex& self, const Vector& query, std::size_t k,
              const std::vector<std::uint32_t>& exclude) {
  RequireDim(self, query);
  const nb::gil_scoped_release unlocked;
  return ToPairs(self.index().Search({query.data(), query.shape(0)}, k, ToRows(exclude)));
}

std::vector<Scored> SearchAnalogies(const PyIndex& self,
                                    const std::vector<std::array<std::uint32_t, 3>>& questions,
                                    std::size_t k, const std::string& method, unsigned threads) {
  std::vector<AnalogyRows> rows;
  for (const auto& question : questions) {
    for (const std::uint32_t row : question) {
      if (row >= self.index().rows()) throw Error(ErrorKind::kInput, "there is no such row");
    }
    rows.push_back({RowId{question[0]}, RowId{question[1]}, RowId{question[2]}});
  }
  const nb::gil_scoped_release unlocked;
  std::vector<Scored> answers;
  for (const auto& found :
       self.index().SearchAnalogies(rows, k, AnalogyMethodFromName(method), threads)) {
    answers.push_back(ToPairs(found));
  }
  return answers;
}

}  // namespace

void BindIndex(nb::module_& m) {
  nb::class_<PyIndex>(m, "Index", "Exact search by cosine over the rows of a float32 array.")
      .def(nb::init<Rows, std::size_t>(), nb::arg("rows"), nb::arg("count"),
           "Over the first `count` rows. The array is not copied: make a new index when it "
           "changes.")
      .def("search", &Search, nb::arg("query"), nb::arg("k"),
           nb::arg("exclude") = std::vector<std::uint32_t>(),
           "The k rows of highest cosine with a [dim] vector: (row, cosine), best first.")
      .def("search_analogies", &SearchAnalogies, nb::arg("questions"), nb::arg("k"),
           nb::arg("method") = "3cosadd", nb::arg("threads") = 1,
           "For each (a, b, c) the k rows that answer best: a is to b as c is to ?");
}

}  // namespace firth::python
