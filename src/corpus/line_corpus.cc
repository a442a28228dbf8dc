#include <utility>

#include "firth/corpus.h"

namespace firth {
namespace {

/// Gathers lines until they make a block.
class LineBlocks final : public BlockReader {
 public:
  explicit LineBlocks(NextLine next) : next_(std::move(next)) {}

  std::optional<TextBlock> Next() override {
    auto text = std::make_shared<std::string>();
    while (!at_end_ && text->size() < kBlockBytes) {
      const auto line = next_();
      at_end_ = !line;
      if (line) text->append(*line).push_back('\n');
    }
    if (text->empty()) return std::nullopt;
    const std::string_view view = *text;
    return TextBlock{number_++, view, std::move(text)};
  }

 private:
  NextLine next_;
  bool at_end_ = false;
  std::uint64_t number_ = 0;
};

class ProgramCorpus final : public Corpus {
 public:
  ProgramCorpus(std::function<NextLine()> open, bool rereadable)
      : open_(std::move(open)), rereadable_(rereadable) {}

  std::unique_ptr<BlockReader> Open() const override {
    return std::make_unique<LineBlocks>(open_());
  }
  bool rereadable() const override { return rereadable_; }
  std::uint64_t bytes_on_disk() const override { return 0; }

 private:
  std::function<NextLine()> open_;
  bool rereadable_;
};

}  // namespace

std::unique_ptr<Corpus> LineCorpus(std::function<NextLine()> open, bool rereadable) {
  return std::make_unique<ProgramCorpus>(std::move(open), rereadable);
}

}  // namespace firth
