#include "formats/database.h"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "formats/numbers.h"

namespace firth::formats {
namespace {

void AppendVector(std::string& out, std::span<const float> numbers) {
  char before = '[';
  for (const float number : numbers) {
    out += before;
    AppendShortest(out, number);
    before = ',';
  }
  out += numbers.empty() ? "[]" : "]";
}

/// As COPY's text format has it.
void AppendEscaped(std::string& out, std::string_view word) {
  for (const char c : word) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

/// Writes what append(out, id) makes of each word.
template <class Append>
void WriteLines(const WordVectors& vectors, base::AtomicFile& file, const Append& append) {
  std::string line;
  for (std::uint32_t i = 0; i < vectors.size(); ++i) {
    line.clear();
    append(line, TokenId{i});
    file.Write(line);
  }
}

}  // namespace

void WritePgvectorCopy(const WordVectors& vectors, base::AtomicFile& file) {
  WriteLines(vectors, file, [&](std::string& line, TokenId id) {
    AppendEscaped(line, vectors.vocabulary().Word(id));
    line += '\t';
    AppendVector(line, vectors.matrix().Row(RowOf(id)));
    line += '\n';
  });
}

void WriteJsonLines(const WordVectors& vectors, base::AtomicFile& file) {
  const Vocabulary& vocabulary = vectors.vocabulary();
  WriteLines(vectors, file, [&](std::string& line, TokenId id) {
    line += "{\"id\":" + std::to_string(Index(id)) +
            ",\"word\":" + nlohmann::json(vocabulary.Word(id)).dump();
    if (vocabulary.HasCounts())
      line += ",\"count\":" + std::to_string(Value(vocabulary.CountOf(id)));
    line += ",\"vector\":";
    AppendVector(line, vectors.matrix().Row(RowOf(id)));
    line += "}\n";
  });
}

}  // namespace firth::formats
