#include "formats/npy.h"

#include <algorithm>
#include <utility>

#include "formats/dense_rows.h"
#include "formats/npy_header.h"

namespace firth::formats {
namespace {

std::string WordsPath(const std::string& path) { return CompanionPath(path, ".npy", ".words.txt"); }

void WriteWords(const WordVectors& vectors, base::AtomicFile& file) {
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    file.Write(vectors.vocabulary().Word(TokenId{static_cast<std::uint32_t>(i)}));
    file.Write(std::string_view("\n"));
  }
}

}  // namespace

WordVectors ReadNpy(const Source& source, const ReadOptions& options) {
  ParseNpyHeader(source);  // a bad matrix is complained of before missing words
  return ReadNpyWith(source, OpenCompanion(source, {WordsPath(source.path)}), options);
}

WordVectors ReadNpyWith(const Source& source, const Source& words, const ReadOptions& options) {
  const NpyHeader header = ParseNpyHeader(source);
  const bool all = options.max_words == 0 || options.max_words >= header.rows;
  const std::size_t rows = all ? header.rows : options.max_words;
  Vocabulary vocabulary = ReadWordLines(words, rows, all);
  const std::string_view numbers = source.bytes.substr(header.data_start);
  Matrix matrix = DenseRows(source, numbers, rows, header.columns);
  CheckFiniteRows(source, matrix, vocabulary);
  return {std::move(vocabulary), std::move(matrix)};
}

FileInfo DescribeNpy(const Source& source) {
  const NpyHeader header = ParseNpyHeader(source);
  return {Format::kNpy, header.rows, header.columns, false, {}};
}

void WriteNpy(const WordVectors& vectors, base::AtomicFile& file) {
  file.Write(MakeNpyHeader(vectors.size(), vectors.dim()));
  WriteDenseRows(vectors.matrix(), file);
}

std::vector<CompanionFile> NpyCompanions(const std::string& path) {
  return {{WordsPath(path), WriteWords}};
}

}  // namespace firth::formats
