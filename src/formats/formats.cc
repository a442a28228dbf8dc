#include "firth/formats.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "formats/companion.h"
#include "formats/database.h"
#include "formats/detect.h"
#include "formats/fasttext.h"
#include "formats/glove.h"
#include "formats/int8_tensors.h"
#include "formats/memory_limit.h"
#include "formats/model_file.h"
#include "formats/npy.h"
#include "formats/numbers.h"
#include "formats/projector.h"
#include "formats/safetensors.h"
#include "formats/source.h"
#include "formats/vocabulary_file.h"
#include "formats/word2vec_binary.h"
#include "formats/word2vec_text.h"
#include "formats/writable.h"

namespace firth {
namespace {

using formats::Source;

/// All that differs from format to format.
struct FormatEntry {
  Format format;
  std::string_view name;
  std::string_view ending;
  WordVectors (*read)(const Source& source, const ReadOptions& options);  ///< null: written alone
  FileInfo (*describe)(const Source& source);
  void (*write)(const WordVectors& vectors, base::AtomicFile& file);
  /// What is written beside it; null when nothing is.
  std::vector<formats::CompanionFile> (*companions)(const std::string& path) = nullptr;
};

constexpr std::array kFormats = {
    FormatEntry{Format::kWord2vecText, "word2vec-text", ".txt", formats::ReadWord2vecText,
                formats::DescribeWord2vecText, formats::WriteWord2vecText},
    FormatEntry{Format::kWord2vecBinary, "word2vec-binary", ".bin", formats::ReadWord2vecBinary,
                formats::DescribeWord2vecBinary, formats::WriteWord2vecBinary},
    FormatEntry{Format::kGlove, "glove", ".glove", formats::ReadGlove, formats::DescribeGlove,
                formats::WriteGlove},
    // Named, not known by an ending: a .bin is word2vec's.
    FormatEntry{Format::kFasttext, "fasttext", "", formats::ReadFasttext, formats::DescribeFasttext,
                formats::WriteFasttext},
    FormatEntry{Format::kFasttextVec, "vec", ".vec", formats::ReadWord2vecText,
                formats::DescribeWord2vecText, formats::WriteFasttextVec},
    FormatEntry{Format::kSafetensors, "safetensors", ".safetensors", formats::ReadSafetensors,
                formats::DescribeSafetensors, formats::WriteSafetensors},
    FormatEntry{Format::kNpy, "npy", ".npy", formats::ReadNpy, formats::DescribeNpy,
                formats::WriteNpy, formats::NpyCompanions},
    FormatEntry{Format::kProjector, "projector", ".tsv", formats::ReadProjector,
                formats::DescribeProjector, formats::WriteProjector, formats::ProjectorCompanions},
    FormatEntry{Format::kPgvector, "pgvector", ".copy", nullptr, nullptr,
                formats::WritePgvectorCopy},
    FormatEntry{Format::kJsonLines, "jsonl", ".jsonl", nullptr, nullptr, formats::WriteJsonLines},
};

const FormatEntry& EntryOf(Format format) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.format == format) return entry;
  }
  throw Error(ErrorKind::kSettings, "an unknown format");
}

/// "A, B, C" of one column of the table.
std::string List(std::string_view FormatEntry::*column) {
  std::string list;
  for (const FormatEntry& entry : kFormats) {
    if ((entry.*column).empty()) continue;
    if (!list.empty()) list += ", ";
    list += entry.*column;
  }
  return list;
}

/// Throws Error(kSettings) when they have no names to stand beside.
std::vector<formats::CompanionFile> Companions(const FormatEntry& entry, const std::string& path) {
  if (entry.companions == nullptr) return {};
  if (path == "-") {
    throw Error(ErrorKind::kSettings,
                fmt::format("{} is several files, which standard output cannot take: name a file",
                            entry.name));
  }
  return entry.companions(path);
}

WordVectors Read(const FormatEntry& entry, const Source& source, const ReadOptions& options) {
  formats::RequireMemory(source, options, [&] { return entry.describe(source); });
  return entry.read(source, options);
}

bool FitsFiveDigits(const Matrix& matrix) {
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    for (const float value : matrix.Row(RowId{static_cast<std::uint32_t>(i)})) {
      if (formats::RoundedToFiveDigits(value) != value) return false;
    }
  }
  return true;
}

}  // namespace

std::string_view FormatName(Format format) { return EntryOf(format).name; }

Format FormatFromName(std::string_view name) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.name == name) return entry.format;
  }
  throw Error(ErrorKind::kSettings, fmt::format("no format is called {}; there are {}",
                                                formats::Quoted(name), List(&FormatEntry::name)));
}

Format DetectFormat(const std::string& path) { return formats::Detect(formats::OpenSource(path)); }

Format FormatForWriting(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  for (const FormatEntry& entry : kFormats) {
    if (!ending.empty() && entry.ending == ending) return entry.format;
  }
  throw Error(ErrorKind::kSettings,
              fmt::format("the ending tells no format: it can be one of {}, or name the format "
                          "(--format)",
                          List(&FormatEntry::ending)),
              path);
}

WordVectors ReadWordVectors(const std::string& path, const ReadOptions& options) {
  const Source source = formats::OpenSource(path);
  return Read(EntryOf(formats::Detect(source)), source, options);
}

WordVectors ReadWordVectors(const std::string& path, Format format, const ReadOptions& options) {
  const FormatEntry& entry = EntryOf(format);
  if (entry.read == nullptr) {
    throw Error(ErrorKind::kSettings, fmt::format("{} is written, not read", entry.name), path);
  }
  return Read(entry, formats::OpenSource(path), options);
}

void CheckWritable(const std::string& path) { base::CheckWritable(path); }

void CheckWritable(const std::string& path, Format format) {
  for (const auto& companion : Companions(EntryOf(format), path)) CheckWritable(companion.path);
  CheckWritable(path);
}

void WriteWordVectors(const WordVectors& vectors, const std::string& path, Format format) {
  formats::CheckWritableAs(vectors, format, path);
  const FormatEntry& entry = EntryOf(format);
  std::vector<std::unique_ptr<base::AtomicFile>> files;
  for (const formats::CompanionFile& companion : Companions(entry, path)) {
    files.push_back(std::make_unique<base::AtomicFile>(companion.path));
    companion.write(vectors, *files.back());
  }
  files.push_back(std::make_unique<base::AtomicFile>(path));
  entry.write(vectors, *files.back());
  for (const auto& file : files) file->Sync();
  for (const auto& file : files) file->Commit();
}

void WriteModel(const TrainedModel& model, const std::string& path) {
  base::AtomicFile file(path);
  formats::WriteModel(model, model.settings, file);
  file.Commit();
}

void WriteFasttextModel(const TrainedModel& model, const std::string& path) {
  formats::CheckWritableNgrams(model.subwords, Format::kFasttext, path);
  formats::CheckWritableWords(model.vocabulary, Format::kFasttext, path);
  base::AtomicFile file(path);
  formats::WriteFasttextModel(model, file);
  file.Commit();
}

void WriteQuantizedVectors(const WordVectors& vectors, const SmallVectorsSettings& settings,
                           const std::string& path) {
  formats::CheckWritableAs(vectors, Format::kFasttext, path);
  base::AtomicFile file(path);
  formats::WriteQuantizedFasttext(vectors, settings, file);
  file.Commit();
}

void WriteInt8Vectors(const WordVectors& vectors, const std::string& path) {
  formats::CheckWritableAs(vectors, Format::kSafetensors, path);
  base::AtomicFile file(path);
  formats::WriteInt8Safetensors(vectors, file);
  file.Commit();
}

TrainedModel ReadModel(const std::string& path) {
  const Source source = formats::OpenSource(path);
  if (!formats::IsModel(source)) {
    throw Error(ErrorKind::kFormat,
                "holds no output matrix and checksum: it is no model to go on from", path);
  }
  return formats::ReadModel(source);
}

std::vector<std::string> LossesInFormat(const WordVectors& vectors, Format format) {
  std::vector<std::string> losses;
  if (format == Format::kSafetensors) return losses;
  if (format == Format::kFasttext) return formats::LossesInFasttext(vectors);
  if (vectors.subwords() != nullptr) losses.emplace_back("vectors of unknown words");
  const bool holds_counts = format == Format::kProjector || format == Format::kJsonLines;
  if (!holds_counts && vectors.vocabulary().HasCounts()) losses.emplace_back("counts");
  if (!vectors.metadata().empty()) losses.emplace_back("settings");
  if (format == Format::kFasttextVec && !FitsFiveDigits(vectors.matrix())) {
    losses.emplace_back("digits beyond the fifth");
  }
  return losses;
}

FileInfo DescribeFile(const std::string& path) {
  const Source source = formats::OpenSource(path);
  FileInfo info = EntryOf(formats::Detect(source)).describe(source);
  info.memory = formats::BytesToRead(source, info, {});
  return info;
}

Vocabulary ReadVocabularyFile(const std::string& path) {
  return formats::ReadVocabulary(formats::OpenSource(path));
}

void WriteVocabularyFile(const Vocabulary& vocabulary, const std::string& path) {
  formats::CheckWritableWords(vocabulary, std::nullopt, path);
  base::AtomicFile file(path);
  formats::WriteVocabulary(vocabulary, file);
  file.Commit();
}

}  // namespace firth
