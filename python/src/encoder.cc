/// BERT's encoder.
#include "firth/encoder.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>

#include "bindings.h"
#include "word_vectors.h"

namespace firth::python {
namespace {

using Array = nb::ndarray<nb::numpy, float, nb::ndim<2>, nb::c_contig>;

/// An array that owns what the matrix held.
Array ToArray(Matrix matrix) {
  auto owned = std::make_unique<Matrix>(std::move(matrix));
  float* const data = owned->rows() == 0 ? nullptr : owned->MutableRowData(RowId{0});
  const std::size_t shape[] = {owned->rows(), owned->columns()};
  nb::capsule owner(owned.release(),
                    [](void* held) noexcept { delete static_cast<Matrix*>(held); });
  return {data, 2, shape, owner};
}

EncodeObserver Observe(const nb::object& progress) {
  EncodeObserver observer;
  observer.progress = [&progress](std::size_t done) {
    const nb::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    if (!progress.is_none()) progress(done);
  };
  return observer;
}

std::vector<std::string_view> Views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

nb::tuple Encode(const Encoder& self, const std::vector<std::string>& texts,
                 const std::optional<std::string>& pooling, std::optional<bool> normalize,
                 std::size_t max_pieces, std::optional<std::size_t> chunk_overlap,
                 const std::string& prefix, std::size_t batch_pieces, unsigned threads,
                 const nb::object& progress) {
  EncodeSettings settings{.normalize = normalize,
                          .max_pieces = max_pieces,
                          .chunk_overlap = chunk_overlap,
                          .prefix = prefix,
                          .batch_pieces = batch_pieces,
                          .threads = threads};
  if (pooling) settings.pooling = PoolingNamed(*pooling);
  const EncodeObserver observer = Observe(progress);
  EncodedTexts encoded;
  {
    const nb::gil_scoped_release unlocked;
    encoded = self.Encode(Views(texts), settings, observer);
  }
  return nb::make_tuple(ToArray(std::move(encoded.vectors)), encoded.cut);
}

nb::list PiecesOf(const Encoder& self, const Encoding& encoding) {
  nb::list pieces;
  for (const PieceId id : encoding.ids) pieces.append(ToPython(self.tokenizer().Piece(id)));
  return pieces;
}

nb::list IdsOf(const Encoding& encoding) {
  nb::list ids;
  for (const PieceId id : encoding.ids) ids.append(Index(id));
  return ids;
}

nb::list RangesOf(const Encoding& encoding) {
  nb::list ranges;
  for (const TextRange& range : encoding.ranges) {
    ranges.append(nb::make_tuple(range.begin, range.end));
  }
  return ranges;
}

nb::list EncodePieces(const Encoder& self, const std::vector<std::string>& texts,
                      std::size_t max_pieces, const std::string& prefix, std::size_t batch_pieces,
                      unsigned threads, const nb::object& progress) {
  const EncodeSettings settings{
      .max_pieces = max_pieces, .prefix = prefix, .batch_pieces = batch_pieces, .threads = threads};
  const EncodeObserver observer = Observe(progress);
  std::vector<EncodedPieces> encoded;
  {
    const nb::gil_scoped_release unlocked;
    encoded = self.EncodePieces(Views(texts), settings, observer);
  }
  nb::list all;
  for (EncodedPieces& text : encoded) {
    all.append(nb::make_tuple(PiecesOf(self, text.encoding), IdsOf(text.encoding),
                              RangesOf(text.encoding), ToArray(std::move(text.vectors)),
                              text.encoding.left_out));
  }
  return all;
}

nb::tuple Split(const Encoder& self, const std::string& text, std::size_t max_pieces) {
  Encoding encoding;
  self.tokenizer().Encode(text, max_pieces, encoding);
  return nb::make_tuple(PiecesOf(self, encoding), IdsOf(encoding), RangesOf(encoding));
}

}  // namespace

void BindEncoder(nb::module_& m) {
  nb::class_<EncoderInfo>(m, "EncoderInfo", "What an encoder is, as its folder says.")
      .def_ro("layers", &EncoderInfo::layers)
      .def_ro("dim", &EncoderInfo::dim, "Columns of the vectors.")
      .def_ro("heads", &EncoderInfo::heads)
      .def_ro("vocabulary", &EncoderInfo::vocabulary, "Pieces.")
      .def_ro("max_pieces", &EncoderInfo::max_pieces,
              "Of a text, [CLS] and [SEP] included; what is beyond is cut off.")
      .def_ro("parameters", &EncoderInfo::parameters)
      .def_prop_ro("pooling",
                   [](const EncoderInfo& info) { return std::string(PoolingName(info.pooling)); })
      .def_ro("normalize", &EncoderInfo::normalize, "Sentence vectors get length 1.")
      .def_prop_ro("precision", [](const EncoderInfo& info) {
        return std::string(PrecisionName(info.precision));
      });
  nb::class_<Encoder>(m, "Encoder", "The compiled part of firth.Encoder.")
      .def_static(
          "load",
          [](const std::string& folder, const std::string& precision) {
            const nb::gil_scoped_release unlocked;
            return Encoder::Load(folder, CpuTarget::kBest, PrecisionNamed(precision));
          },
          nb::arg("folder"), nb::arg("precision"))
      .def_prop_ro("info", &Encoder::info, nb::rv_policy::reference_internal)
      .def("encode", &Encode, nb::arg("texts"), nb::arg("pooling").none(),
           nb::arg("normalize").none(), nb::arg("max_pieces"), nb::arg("chunk_overlap").none(),
           nb::arg("prefix"), nb::arg("batch_pieces"), nb::arg("threads"),
           nb::arg("progress").none(),
           nb::sig("def encode(self, texts: collections.abc.Sequence[str], pooling: str | None, "
                   "normalize: bool | None, max_pieces: int, chunk_overlap: int | None, "
                   "prefix: str, batch_pieces: int, threads: int, progress: object | None) -> "
                   "tuple[NDArray[numpy.float32], int]"),
           "([texts, dim] float32, how many texts were cut).")
      .def("encode_pieces", &EncodePieces, nb::arg("texts"), nb::arg("max_pieces"),
           nb::arg("prefix"), nb::arg("batch_pieces"), nb::arg("threads"),
           nb::arg("progress").none(),
           nb::sig("def encode_pieces(self, texts: collections.abc.Sequence[str], max_pieces: int, "
                   "prefix: str, batch_pieces: int, threads: int, progress: object | None) -> "
                   "list[tuple[list[str], list[int], list[tuple[int, int]], "
                   "NDArray[numpy.float32], int]]"),
           "Of each text (pieces, ids, ranges in bytes, [pieces, dim] float32, pieces left out).")
      .def("split", &Split, nb::arg("text"), nb::arg("max_pieces"),
           nb::sig("def split(self, text: str, max_pieces: int) -> "
                   "tuple[list[str], list[int], list[tuple[int, int]]]"),
           "(pieces, ids, ranges in bytes of the text as UTF-8).");
}

}  // namespace firth::python
