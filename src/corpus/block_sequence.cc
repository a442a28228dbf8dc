#include "corpus/block_sequence.h"

#include <filesystem>
#include <utility>

#include "base/mapped_file.h"
#include "corpus/block_cutter.h"
#include "corpus/byte_source.h"
#include "corpus/inputs.h"

namespace firth::corpus {
namespace {

class TextBlocks final : public BlockReader {
 public:
  TextBlocks(std::string_view text, std::shared_ptr<const void> owner)
      : rest_(text), owner_(std::move(owner)) {}

  std::optional<TextBlock> Next() override {
    if (rest_.empty()) return std::nullopt;
    const std::size_t length = BlockLength(rest_, /*at_end=*/true);
    TextBlock block{number_++, rest_.substr(0, length), owner_};
    rest_.remove_prefix(length);
    return block;
  }

 private:
  std::string_view rest_;
  std::shared_ptr<const void> owner_;
  std::uint64_t number_ = 0;
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
    auto text = std::make_shared<const std::string>(pending_.substr(0, length));
    pending_.erase(0, length);
    return TextBlock{number_++, *text, text};
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
};

/// Pipes and devices cannot be mapped; packed files would be mapped to no end.
bool IsMappable(const std::string& path) {
  return path != kStandardInput && std::filesystem::is_regular_file(path) &&
         DetectPacking(path) == Packing::kPlain;
}

}  // namespace

std::unique_ptr<BlockReader> BlocksOfText(std::string_view text,
                                          std::shared_ptr<const void> owner) {
  return std::make_unique<TextBlocks>(text, std::move(owner));
}

std::unique_ptr<BlockReader> BlocksOfInput(const std::string& path) {
  if (!IsMappable(path)) return std::make_unique<StreamBlocks>(OpenByteSource(path));
  auto file = base::MappedFile::Open(path, base::MappedFile::Access::kSequential);
  const std::string_view text = file->text();
  return BlocksOfText(text, std::move(file));
}

}  // namespace firth::corpus
