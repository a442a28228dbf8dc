#include "corpus/block_sequence.h"

#include <algorithm>
#include <utility>

#include "base/mapped_file.h"
#include "base/paths.h"
#include "corpus/block_cutter.h"
#include "corpus/byte_source.h"
#include "corpus/inputs.h"
#include "corpus/read_ahead.h"
#include "firth/error.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::corpus {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Text has hardly any control bytes; programs, pictures, UTF-16 and unknown archives have many.
bool LooksBinary(std::string_view text) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && !(byte >= '\t' && byte <= '\r');
  };
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(text, is_control));
  constexpr std::size_t kFew = 16;  // a stray control byte does not make a short text binary
  return controls > kFew && controls * 50 > text.size();
}

/// The blocks of one input, of which the first is looked at before it is handed out.
class CheckedBlocks final : public BlockReader {
 public:
  CheckedBlocks(std::unique_ptr<BlockReader> blocks, std::string path)
      : blocks_(std::move(blocks)), path_(std::move(path)) {}

  std::optional<TextBlock> Next() override {
    std::optional<TextBlock> block = blocks_->Next();
    if (block && block->number == 0) CheckBeginning(*block, path_);
    return block;
  }

 private:
  std::unique_ptr<BlockReader> blocks_;
  std::string path_;
};

class TextBlocks final : public BlockReader {
 public:
  TextBlocks(std::string_view text, std::shared_ptr<const void> owner)
      : rest_(text), owner_(std::move(owner)) {}

  std::optional<TextBlock> Next() override {
    if (rest_.empty()) return std::nullopt;
    const std::size_t length = BlockLength(rest_, /*at_end=*/true);
    TextBlock block{number_++, rest_.substr(0, length), owner_, in_word_};
    in_word_ = !text::IsBlank(block.text.back());
    rest_.remove_prefix(length);
    return block;
  }

 private:
  std::string_view rest_;
  std::shared_ptr<const void> owner_;
  std::uint64_t number_ = 0;
  bool in_word_ = false;
};

class StreamBlocks final : public BlockReader {
 public:
  explicit StreamBlocks(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  std::optional<TextBlock> Next() override {
    std::size_t length = BlockLength(pending_, at_end_);
    while (length == 0 && !at_end_) {
      Refill();
      length = BlockLength(pending_, at_end_);
    }
    if (length == 0) return std::nullopt;
    auto content = std::make_shared<const std::string>(pending_.substr(0, length));
    pending_.erase(0, length);
    const bool in_word = std::exchange(in_word_, !text::IsBlank(content->back()));
    return TextBlock{number_++, *content, content, in_word};
  }

 private:
  void Refill() {
    const std::size_t before = pending_.size();
    pending_.resize(before + 2 * kBlockBytes);
    const std::size_t got = source_->Read({pending_.data() + before, 2 * kBlockBytes});
    pending_.resize(before + got);
    at_end_ = got == 0;
  }

  std::unique_ptr<ByteSource> source_;
  std::string pending_;
  bool at_end_ = false;
  std::uint64_t number_ = 0;
  bool in_word_ = false;
};

/// Pipes and devices cannot be mapped; packed files would be mapped to no end.
bool IsMappable(const std::string& path) {
  return path != kStandardInput && base::IsFile(path) && DetectPacking(path) == Packing::kPlain;
}

}  // namespace

void CheckBeginning(TextBlock& block, const std::string& path) {
  if (LooksBinary(block.text)) {
    throw Error(ErrorKind::kInput,
                "looks like binary data, not text; convert it to UTF-8 text first", path);
  }
  if (block.text.starts_with(kByteOrderMark)) block.text.remove_prefix(kByteOrderMark.size());
}

std::unique_ptr<BlockReader> BlocksOfText(std::string_view text,
                                          std::shared_ptr<const void> owner) {
  return std::make_unique<TextBlocks>(text, std::move(owner));
}

std::unique_ptr<BlockReader> BlocksOfInput(const std::string& path) {
  std::unique_ptr<BlockReader> blocks;
  if (IsMappable(path)) {
    auto file = base::MappedFile::Open(path, base::MappedFile::Access::kSequential);
    const std::string_view text = file->text();
    blocks = BlocksOfText(text, std::move(file));
  } else {
    blocks = ReadAhead(std::make_unique<StreamBlocks>(OpenByteSource(path)));
  }
  return std::make_unique<CheckedBlocks>(std::move(blocks), path);
}

}  // namespace firth::corpus
