#include "encode_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "base/little_endian.h"
#include "encode_output.h"
#include "encode_parts.h"
#include "firth/error.h"
#include "formats/source.h"
#include "interrupt.h"
#include "model_store.h"
#include "output.h"
#include "progress_line.h"
#include "ranks.h"
#include "train/ranks/collectives.h"

namespace firth::cli {
namespace {

/// Texts of a part: vectors are written when it is done.
constexpr std::size_t kTextsOfPart = 4096;

EncodeSettings SettingsOf(const EncodeFlags& flags) {
  EncodeSettings settings = flags.settings;
  if (!flags.pooling.empty()) settings.pooling = PoolingNamed(flags.pooling);
  if (!flags.normalize.empty()) settings.normalize = flags.normalize == "yes";
  if (flags.chunk) settings.chunk_overlap = flags.overlap;
  return settings;
}

/// What must be the same for a run to go on: the model's weights, as their file is, the texts, and
/// the flags on which vectors depend. `weights` may be empty: then the key does not tell of them.
std::uint64_t KeyOf(const EncodeFlags& flags, const std::string& weights, const Texts& texts) {
  base::Checksum key;
  if (!weights.empty()) {
    key.Add(fmt::format("{} {}\n", std::filesystem::file_size(weights),
                        std::filesystem::last_write_time(weights).time_since_epoch().count()));
  }
  key.Add(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", flags.format, flags.kind,
                      flags.pooling, flags.normalize, flags.precision,
                      flags.chunk ? flags.overlap + 1 : 0, flags.settings.max_pieces,
                      flags.settings.prefix, flags.input.field));
  key.Add(texts.bytes);
  return key.Value();
}

/// What is said at the end.
struct Totals {
  std::size_t texts = 0;    ///< done in this run or one before it
  std::size_t resumed = 0;  ///< of them, before
  std::size_t cut = 0;
  std::size_t chunked = 0;
};

class Run {
 public:
  explicit Run(const EncodeFlags& flags)
      : flags_(flags),
        settings_(SettingsOf(flags)),
        encoder_(Encoder::Load(ModelFolderNamed(flags.model), CpuTargetFromEnvironment(),
                               PrecisionNamed(flags.precision))),
        texts_(ReadTexts(flags.input)) {}

  void Encode() {
    const InterruptGuard interrupt;
    observer_.stop = interrupt.token();
    observer_.progress = [this](std::size_t done) { Show(totals_.texts + done); };
    const auto format = MakeEncodeFormat({flags_.out, flags_.format, texts_.views.size(),
                                          encoder_.info().dim, flags_.kind == "tokens"});
    EncodeParts out(flags_.out, KeyOf(flags_, encoder_.info().weights, texts_), flags_.resume);
    TakeUp(out);
    out.Begin(format->Header());
    while (totals_.texts < texts_.views.size()) {
      const auto part = std::span(texts_.views).subspan(totals_.texts).first(NextPart());
      const std::string bytes = Encode(part, *format);
      if (observer_.stop.stop_requested()) Stop(out, interrupt.exit_code());
      out.Add(bytes);
      totals_.texts += part.size();
    }
    out.Finish();
    Summary();
  }

  /// The same as one of several ranks: they take a part each, in turn, and the first writes them.
  void EncodeTogether(Job& job) {
    const bool first = job.rank() == 0;
    const auto format = MakeEncodeFormat({flags_.out, flags_.format, texts_.views.size(),
                                          encoder_.info().dim, flags_.kind == "tokens"});
    std::optional<EncodeParts> out;
    if (first) {
      out.emplace(flags_.out, KeyOf(flags_, encoder_.info().weights, texts_), flags_.resume);
      TakeUp(*out);
      out->Begin(format->Header());
      observer_.progress = [&](std::size_t done) { Show(totals_.texts + done * job.size()); };
    }
    const std::uint64_t key = KeyOf(flags_, {}, texts_);
    totals_.texts = totals_.resumed = StartOfAll(job, {totals_.resumed, key});
    while (totals_.texts < texts_.views.size()) {
      for (const std::string& bytes : CollectParts(job, *format)) {
        if (first && !bytes.empty()) out->Add(bytes);
      }
      totals_.texts = std::min(totals_.texts + job.size() * kTextsOfPart, texts_.views.size());
    }
    if (!first) return;
    out->Finish();
    Summary();
  }

 private:
  /// Where all begin: where the first does. Throws Error(kInput) when a rank has other texts.
  static std::size_t StartOfAll(Job& job, std::pair<std::size_t, std::uint64_t> own) {
    std::string message;
    base::AppendLittleEndian(message, std::uint64_t{own.first});
    base::AppendLittleEndian(message, own.second);
    const std::string of_first = train::FromFirst(job, std::move(message));
    if (base::LoadLittleEndian<std::uint64_t>(of_first.data() + 8) != own.second) {
      throw Error(ErrorKind::kInput, "has other texts, or other flags, than rank 0");
    }
    return base::LoadLittleEndian<std::uint64_t>(of_first.data());
  }

  /// The next part of each rank, at the first; there the others' totals are added to its own.
  std::vector<std::string> CollectParts(Job& job, const EncodeFormat& format) {
    const std::size_t begin =
        std::min(totals_.texts + job.rank() * kTextsOfPart, texts_.views.size());
    const std::size_t count = std::min(kTextsOfPart, texts_.views.size() - begin);
    const Totals before = totals_;
    std::string bytes;
    if (count > 0) bytes = Encode(std::span(texts_.views).subspan(begin, count), format);
    std::string message;
    base::AppendLittleEndian(message, std::uint64_t{totals_.cut - before.cut});
    base::AppendLittleEndian(message, std::uint64_t{totals_.chunked - before.chunked});
    message += bytes;
    std::vector<std::string> parts = train::ToFirst(job, std::move(message));
    for (std::size_t rank = 0; rank < parts.size(); ++rank) {
      if (rank > 0) {  // the first's own are counted already
        totals_.cut += base::LoadLittleEndian<std::uint64_t>(parts[rank].data());
        totals_.chunked += base::LoadLittleEndian<std::uint64_t>(parts[rank].data() + 8);
      }
      parts[rank].erase(0, 16);
    }
    return parts;
  }

  std::size_t NextPart() const {
    return std::min(kTextsOfPart, texts_.views.size() - totals_.texts);
  }

  void TakeUp(const EncodeParts& out) {
    totals_.resumed = std::min(out.parts() * kTextsOfPart, texts_.views.size());
    totals_.texts = totals_.resumed;
    if (totals_.resumed == 0) return;
    Note(fmt::format("resumed    after {} of {} texts", WithThousands(totals_.resumed),
                     WithThousands(texts_.views.size())));
  }

  [[noreturn]] void Stop(const EncodeParts& out, int exit_code) {
    progress_.End();
    std::string next = "the rest was not written";
    if (out.keeps()) next = flags_.out + " was not written; --resume goes on";
    Note(fmt::format("stopped    after {} of {} texts; {}", WithThousands(totals_.texts),
                     WithThousands(texts_.views.size()), next));
    throw ExitCode{exit_code};
  }

  std::string Encode(std::span<const std::string_view> texts, const EncodeFormat& format) {
    return flags_.kind == "tokens" ? Pieces(texts, format) : Sentences(texts, format);
  }

  std::string Sentences(std::span<const std::string_view> texts, const EncodeFormat& format) {
    const EncodedTexts encoded = encoder_.Encode(texts, settings_, observer_);
    totals_.cut += encoded.cut;
    totals_.chunked += encoded.chunked;
    return format.Bytes(encoded.vectors);
  }

  std::string Pieces(std::span<const std::string_view> texts, const EncodeFormat& format) {
    const auto encoded = encoder_.EncodePieces(texts, settings_, observer_);
    if (observer_.stop.stop_requested()) return {};
    std::string bytes;
    for (const EncodedPieces& text : encoded) {
      if (text.encoding.left_out > 0) ++totals_.cut;
      bytes += format.Bytes(text, encoder_.tokenizer());
    }
    return bytes;
  }

  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  /// Of this run.
  double TextsPerSecond(std::size_t done) const {
    return static_cast<double>(done - totals_.resumed) / std::max(Seconds(), 1e-9);
  }

  void Show(std::size_t done) {
    progress_.Encoding(done, texts_.views.size(), TextsPerSecond(done));
  }

  void Summary() {
    progress_.End();
    Note(fmt::format("encoded    {} in {}, {} texts/s",
                     formats::Counted(totals_.texts - totals_.resumed, "text"), Duration(Seconds()),
                     WithThousands(static_cast<std::uint64_t>(TextsPerSecond(totals_.texts)))));
    const std::size_t most =
        settings_.max_pieces == 0 ? encoder_.info().max_pieces : settings_.max_pieces;
    if (totals_.cut > 0) {
      Note(
          fmt::format("cut        {} longer than {} tokens; what is beyond was left out (--chunk "
                      "keeps it)",
                      formats::Counted(totals_.cut, "text"), most));
    }
    if (totals_.chunked > 0) {
      Note(fmt::format("chunked    {} longer than {} tokens",
                       formats::Counted(totals_.chunked, "text"), most));
    }
  }

  const EncodeFlags& flags_;
  EncodeSettings settings_;
  Encoder encoder_;
  Texts texts_;
  EncodeObserver observer_;
  ProgressLine progress_;
  Totals totals_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

void RunEncode(const EncodeFlags& flags) {
  if (!IsStartedTogether()) return Run(flags).Encode();
  if (flags.input.file == "-") {
    throw Error(ErrorKind::kSettings, "several ranks cannot read standard input: name a file");
  }
  constexpr std::chrono::seconds kSilence{20};
  const auto job = JoinOthers(kSilence);
  AbortOnFailure(*job, [&] { Run(flags).EncodeTogether(*job); });
}

}  // namespace firth::cli
