#include "firth/encoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/system.h"
#include "base/team.h"
#include "base/watched_threads.h"
#include "encoder/batches.h"
#include "encoder/chunks.h"
#include "encoder/model.h"
#include "encoder/pooling.h"
#include "encoder/ragged_batch.h"
#include "firth/error.h"
#include "kernels/kernels.h"

namespace firth {
namespace {

using encoder::Batch;

/// Texts that a thread cuts into pieces before it looks for more.
constexpr std::size_t kTextsAtOnce = 64;

/// Progress in chunks, told as progress in texts.
EncodeObserver TextsOf(const encoder::Chunks& chunks, const EncodeObserver& observer) {
  if (!observer.progress) return observer;
  const std::size_t texts = chunks.begins.size() - 1;
  const std::size_t all = chunks.encodings.size();
  return {.progress = [&observer, texts,
                       all](std::size_t done) { observer.progress(done * texts / all); },
          .stop = observer.stop};
}

void CountCut(const encoder::Chunks& chunks, EncodedTexts& encoded) {
  for (const Encoding& encoding : chunks.encodings) {
    encoded.pieces += encoding.ids.size();
    if (encoding.left_out > 0) ++encoded.cut;
  }
  for (std::size_t text = 0; text + 1 < chunks.begins.size(); ++text) {
    if (chunks.begins[text + 1] - chunks.begins[text] > 1) ++encoded.chunked;
  }
}

}  // namespace

struct Encoder::Parts {
  Parts(const std::string& folder, CpuTarget target, Precision precision)
      : loaded(encoder::LoadModel(folder, precision)),
        model(*loaded),
        kernels(kernels::KernelsFor<float>(target)) {}

  std::size_t Limit(const EncodeSettings& settings) const;
  /// The pieces of the texts, at most `limit` of each; 0: all.
  std::vector<Encoding> Split(std::span<const std::string_view> texts, std::size_t limit,
                              const EncodeSettings& settings, const std::stop_token& stop) const;
  /// Texts as chunks, one a text unless the settings ask for more.
  encoder::Chunks Cut(std::span<const std::string_view> texts, const EncodeSettings& settings,
                      const std::stop_token& stop) const;
  /// Throws Error(kInput) unless the model can take every text.
  void Check(std::span<const Encoding> texts) const;
  /// Computes all batches; visit(text, its rows) is called from any thread, once a text.
  template <class Visit>
  void Run(std::span<const Encoding> texts, const EncodeSettings& settings,
           const EncodeObserver& observer, const Visit& visit) const;

  /// One vector a text.
  Matrix Vectors(std::span<const Encoding> texts, const EncodeSettings& settings,
                 const EncodeObserver& observer) const;
  /// The same of texts in chunks.
  Matrix Means(const encoder::Chunks& chunks, const EncodeSettings& settings,
               const EncodeObserver& observer) const;
  /// One vector a piece.
  std::vector<Matrix> Pieces(std::span<const Encoding> texts, const EncodeSettings& settings,
                             const EncodeObserver& observer) const;

  std::unique_ptr<const encoder::Model> loaded;
  const encoder::Model& model;
  const kernels::Kernels<float>& kernels;
};

std::size_t Encoder::Parts::Limit(const EncodeSettings& settings) const {
  if (settings.max_pieces == 0) return model.info.max_pieces;
  if (settings.max_pieces < 2 || settings.max_pieces > model.places) {
    throw Error(ErrorKind::kSettings,
                fmt::format("max-pieces: {} is not between 2 and the model's {}",
                            settings.max_pieces, model.places));
  }
  return settings.max_pieces;
}

std::vector<Encoding> Encoder::Parts::Split(std::span<const std::string_view> texts,
                                            std::size_t limit, const EncodeSettings& settings,
                                            const std::stop_token& stop) const {
  std::vector<Encoding> encodings(texts.size());
  std::atomic<std::size_t> next = 0;
  const auto split = [&](std::size_t, const std::stop_token& end) {
    std::string prefixed;
    while (!end.stop_requested()) {
      const std::size_t begin = next.fetch_add(kTextsAtOnce);
      if (begin >= texts.size()) return;
      for (std::size_t i = begin; i < std::min(texts.size(), begin + kTextsAtOnce); ++i) {
        std::string_view text = texts[i];
        if (!settings.prefix.empty()) {
          prefixed = settings.prefix;
          prefixed += text;
          text = prefixed;
        }
        model.tokenizer.Encode(text, limit, encodings[i]);
      }
    }
  };
  const std::size_t threads =
      std::clamp<std::size_t>(texts.size() / kTextsAtOnce, 1, base::ThreadCount(settings.threads));
  if (threads == 1) {
    split(0, stop);
  } else {
    base::RunWatched(threads, split, stop, [] {});
  }
  return encodings;
}

encoder::Chunks Encoder::Parts::Cut(std::span<const std::string_view> texts,
                                    const EncodeSettings& settings,
                                    const std::stop_token& stop) const {
  const std::size_t limit = Limit(settings);
  if (!settings.chunk_overlap) {
    return encoder::CutIntoChunks(Split(texts, limit, settings, stop), limit, 0);
  }
  if (limit < 3 || *settings.chunk_overlap > limit - 3) {
    throw Error(ErrorKind::kSettings,
                fmt::format("overlap: {} leaves nothing new in a chunk of {} tokens, of which "
                            "2 are [CLS] and [SEP]",
                            *settings.chunk_overlap, limit));
  }
  return encoder::CutIntoChunks(Split(texts, 0, settings, stop), limit, *settings.chunk_overlap);
}

void Encoder::Parts::Check(std::span<const Encoding> texts) const {
  const std::size_t places = model.places;
  for (const Encoding& text : texts) {
    if ((text.ids.empty() && model.info.layers > 0) || text.ids.size() > places) {
      throw Error(ErrorKind::kInput, fmt::format("a text of {} pieces; the model takes 1 to {}",
                                                 text.ids.size(), places));
    }
    const std::size_t largest = text.ids.empty() ? 0 : Index(*std::ranges::max_element(text.ids));
    if (largest >= model.info.vocabulary) {
      throw Error(ErrorKind::kInput, fmt::format("there is no piece {}; the model has {}", largest,
                                                 model.info.vocabulary));
    }
  }
}

template <class Visit>
void Encoder::Parts::Run(std::span<const Encoding> texts, const EncodeSettings& settings,
                         const EncodeObserver& observer, const Visit& visit) const {
  const std::vector<Batch> batches = encoder::MakeBatches(texts, settings.batch_pieces);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  if (batches.empty()) return;
  const std::size_t threads =
      std::clamp<std::size_t>(batches.size(), 1, base::ThreadCount(settings.threads));
  // Where there are half as many batches as threads, or fewer, several compute one.
  const std::size_t asked = std::min(base::ThreadCount(settings.threads), base::ProcessorCount());
  const std::size_t members =
      model.info.layers == 0 ? 1 : std::max<std::size_t>(1, asked / threads);
  const auto work = [&](std::size_t, const std::stop_token& stop) {
    base::Team team(members);
    const auto pieces = model.MakeRows(kernels, team);
    encoder::RaggedBatch ragged;
    while (!stop.stop_requested()) {
      const std::size_t number = next.fetch_add(1);
      if (number >= batches.size()) return;
      ragged.Clear();
      for (const std::size_t text : batches[number]) ragged.Add(texts[text].ids);
      const float* const rows = pieces->Run(ragged);
      for (std::size_t i = 0; i < batches[number].size(); ++i) {
        visit(batches[number][i], rows + ragged.starts[i] * model.info.dim);
      }
      done += batches[number].size();
    }
  };
  if (batches.size() == 1) return work(0, observer.stop);  // too short to be watched
  base::RunWatched(threads, work, observer.stop, [&] {
    if (observer.progress) observer.progress(done);
  });
}

Matrix Encoder::Parts::Vectors(std::span<const Encoding> texts, const EncodeSettings& settings,
                               const EncodeObserver& observer) const {
  const Pooling pooling = settings.pooling.value_or(model.info.pooling);
  const bool normalize = settings.normalize.value_or(model.info.normalize);
  Matrix vectors(texts.size(), model.info.dim, RowLayout::kDense);
  Run(texts, settings, observer, [&](std::size_t text, const float* rows) {
    const auto out = vectors.MutableRow(RowId{static_cast<std::uint32_t>(text)});
    encoder::Pool(rows, texts[text].ids.size(), pooling, out);
    if (normalize) encoder::Normalize(out);
  });
  return vectors;
}

Matrix Encoder::Parts::Means(const encoder::Chunks& chunks, const EncodeSettings& settings,
                             const EncodeObserver& observer) const {
  EncodeSettings plain = settings;  // what a mean is taken of is not of length 1
  plain.normalize = false;
  Matrix means =
      encoder::MeanOfChunks(Vectors(chunks.encodings, plain, TextsOf(chunks, observer)), chunks);
  const bool normalize = settings.normalize.value_or(model.info.normalize);
  for (std::uint32_t i = 0; normalize && i < means.rows(); ++i) {
    encoder::Normalize(means.MutableRow(RowId{i}));
  }
  return means;
}

std::vector<Matrix> Encoder::Parts::Pieces(std::span<const Encoding> texts,
                                           const EncodeSettings& settings,
                                           const EncodeObserver& observer) const {
  std::vector<Matrix> pieces(texts.size());
  Run(texts, settings, observer, [&](std::size_t text, const float* rows) {
    Matrix vectors(texts[text].ids.size(), model.info.dim, RowLayout::kDense);
    std::copy_n(rows, vectors.rows() * vectors.columns(), vectors.MutableRowData(RowId{0}));
    pieces[text] = std::move(vectors);
  });
  return pieces;
}

Encoder::Encoder(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Encoder Encoder::Load(const std::string& folder, CpuTarget target, Precision precision) {
  return Encoder(std::make_unique<Parts>(folder, target, precision));
}

const EncoderInfo& Encoder::info() const { return parts_->model.info; }
const WordPieceTokenizer& Encoder::tokenizer() const { return parts_->model.tokenizer; }

std::vector<Encoding> Encoder::Split(std::span<const std::string_view> texts,
                                     const EncodeSettings& settings,
                                     const std::stop_token& stop) const {
  return parts_->Split(texts, parts_->Limit(settings), settings, stop);
}

Matrix Encoder::EncodeSplit(std::span<const Encoding> texts, const EncodeSettings& settings,
                            const EncodeObserver& observer) const {
  parts_->Check(texts);
  return parts_->Vectors(texts, settings, observer);
}

std::vector<Matrix> Encoder::EncodeSplitPieces(std::span<const Encoding> texts,
                                               const EncodeSettings& settings,
                                               const EncodeObserver& observer) const {
  parts_->Check(texts);
  return parts_->Pieces(texts, settings, observer);
}

EncodedTexts Encoder::Encode(std::span<const std::string_view> texts,
                             const EncodeSettings& settings, const EncodeObserver& observer) const {
  const encoder::Chunks chunks = parts_->Cut(texts, settings, observer.stop);
  EncodedTexts encoded;
  if (!observer.stop.stop_requested()) {
    encoded.vectors = chunks.encodings.size() == texts.size()
                          ? parts_->Vectors(chunks.encodings, settings, observer)
                          : parts_->Means(chunks, settings, observer);
  }
  encoded.stopped = observer.stop.stop_requested();
  if (encoded.stopped) return {.vectors = {}, .cut = 0, .chunked = 0, .pieces = 0, .stopped = true};
  CountCut(chunks, encoded);
  return encoded;
}

std::vector<EncodedPieces> Encoder::EncodePieces(std::span<const std::string_view> texts,
                                                 const EncodeSettings& settings,
                                                 const EncodeObserver& observer) const {
  std::vector<Encoding> encodings = Split(texts, settings, observer.stop);
  std::vector<EncodedPieces> encoded(texts.size());
  if (observer.stop.stop_requested()) return encoded;
  std::vector<Matrix> pieces = parts_->Pieces(encodings, settings, observer);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (pieces[i].rows() == 0) continue;
    encoded[i] = {.encoding = std::move(encodings[i]), .vectors = std::move(pieces[i])};
  }
  return encoded;
}

}  // namespace firth
