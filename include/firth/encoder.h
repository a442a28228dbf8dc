/// From texts to vectors, by the weights of a Hugging Face, sentence-transformers or model2vec
/// folder: BERT and its kin, and static models.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/matrix.h"
#include "firth/wordpiece.h"

namespace firth {

/// How the vectors of a text's pieces become one. [CLS] and [SEP] are pieces too.
enum class Pooling {
  kMean,            ///< their mean
  kCls,             ///< the first of them, [CLS]
  kMax,             ///< the largest number of each column
  kMeanSqrtLength,  ///< their sum, divided by the root of their number
  kWeightedMean,    ///< their mean, the n-th counting n times
  kLast,            ///< the last of them
};

/// "mean", "cls", "max", "mean-sqrt-length", "weighted-mean", "last".
std::string_view PoolingName(Pooling pooling);
/// Throws Error(kSettings) naming the known ones.
Pooling PoolingNamed(std::string_view name);

/// How the weights of linear layers are held, whether a file has them as F32, F16 or BF16.
enum class Precision {
  kFloat32,   ///< not rounded
  kBFloat16,  ///< half the memory: 8 bits of each number are kept, sums are float32's
  /// A quarter of the memory: whole numbers of [-63, 63] times a scale an output. The rows that
  /// meet them are rounded, too, to whole numbers of [0, 127], less a zero and times a scale a row.
  kInt8,
};

/// "float32", "bf16", "int8".
std::string_view PrecisionName(Precision precision);
/// Throws Error(kSettings) naming the known ones.
Precision PrecisionNamed(std::string_view name);

/// What an encoder is, as its folder says.
struct EncoderInfo {
  std::size_t layers = 0;  ///< 0: a static model, whose pieces have one vector each
  std::size_t dim = 0;     ///< columns of the vectors
  std::size_t heads = 0;
  std::size_t vocabulary = 0;  ///< pieces
  std::size_t max_pieces = 0;  ///< of a text, [CLS] and [SEP] included; what is beyond is cut off
  std::size_t parameters = 0;
  std::string weights;  ///< the file that holds them
  Precision precision = Precision::kFloat32;
  Pooling pooling = Pooling::kMean;
  bool normalize = false;  ///< sentence vectors get length 1
};

struct EncodeSettings {
  std::optional<Pooling> pooling{};  ///< not given: the folder's
  std::optional<bool> normalize{};   ///< not given: the folder's
  std::size_t max_pieces = 0;        ///< 0: the folder's; no more than the model has places for
  /// Given: texts longer than max_pieces are not cut, but encoded in chunks of max_pieces that
  /// share so many pieces, and their vector is the mean of the chunks', each counting by its
  /// pieces. No more than max_pieces - 3. EncodePieces does not look at it.
  std::optional<std::size_t> chunk_overlap{};
  std::string prefix{};            ///< stands before each text ("query: " with E5's models)
  std::size_t batch_pieces = 512;  ///< a thread computes texts of about so many pieces at once
  unsigned threads = 0;            ///< 0: one a processor
};

struct EncodeObserver {
  std::function<void(std::size_t texts_done)> progress;  ///< about four times a second
  std::stop_token stop;
};

/// The vectors of some texts.
struct EncodedTexts {
  Matrix vectors;           ///< [texts, dim], dense; fewer rows when a stop was requested: none
  std::size_t cut = 0;      ///< texts that were longer than max_pieces, and lost what was beyond
  std::size_t chunked = 0;  ///< texts that were encoded in several chunks
  std::size_t pieces = 0;   ///< that were encoded
  bool stopped = false;
};

/// The vectors of a text's pieces.
struct EncodedPieces {
  Encoding encoding;
  Matrix vectors;  ///< [pieces, dim], dense
};

/// BERT is that of Devlin et al. 2019 (arXiv 1810.04805), as Hugging Face's BertModel computes it
/// in float32, with GELU by erf. Texts are never padded: a text's vector is the same to the bit
/// whatever stands beside it and however many threads work, on one CPU target. Threads: encoding
/// from several is safe.
class Encoder {
 public:
  /// Reads config.json, model.safetensors, tokenizer.json or vocab.txt and, where they are there,
  /// modules.json and what it names. A static model is what model2vec and sentence-transformers'
  /// StaticEmbedding write: a text is the mean of its pieces' rows, or zeros when it has none.
  /// Weights stay in the file, which must not change meanwhile. Throws Error: kNotFound (a file is
  /// missing), kFormat (a file is broken), kInput (another architecture), each naming the file;
  /// kSettings (a static model, whose precision is float32).
  static Encoder Load(const std::string& folder, CpuTarget target = CpuTarget::kBest,
                      Precision precision = Precision::kFloat32);

  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  const EncoderInfo& info() const;
  const WordPieceTokenizer& tokenizer() const;

  /// One vector a text. Throws Error(kSettings).
  EncodedTexts Encode(std::span<const std::string_view> texts, const EncodeSettings& settings = {},
                      const EncodeObserver& observer = {}) const;

  /// The texts cut into pieces as Encode cuts them. Throws Error(kSettings).
  std::vector<Encoding> Split(std::span<const std::string_view> texts,
                              const EncodeSettings& settings = {},
                              const std::stop_token& stop = {}) const;

  /// One vector a text that Split has cut, or another has: of each `ids` alone is looked at.
  /// `max_pieces` and `prefix` are not. Throws Error: kSettings, kInput (a text without pieces,
  /// with more than the model has places for, or with an id beyond its vocabulary).
  Matrix EncodeSplit(std::span<const Encoding> texts, const EncodeSettings& settings = {},
                     const EncodeObserver& observer = {}) const;

  /// The same, one vector a piece.
  std::vector<Matrix> EncodeSplitPieces(std::span<const Encoding> texts,
                                        const EncodeSettings& settings = {},
                                        const EncodeObserver& observer = {}) const;

  /// One vector a piece: the same word has another in another context. `pooling` and `normalize`
  /// are not looked at; an empty result for each text that a stop left undone.
  std::vector<EncodedPieces> EncodePieces(std::span<const std::string_view> texts,
                                          const EncodeSettings& settings = {},
                                          const EncodeObserver& observer = {}) const;

 private:
  struct Parts;
  explicit Encoder(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
