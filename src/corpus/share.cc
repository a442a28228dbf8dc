#include "corpus/share.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "base/mapped_file.h"
#include "base/paths.h"
#include "base/shuffled_order.h"
#include "base/utf8.h"
#include "corpus/block_cutter.h"
#include "corpus/block_sequence.h"
#include "corpus/byte_source.h"
#include "corpus/fingerprint.h"
#include "corpus/inputs.h"
#include "firth/error.h"
#include "text/pre_tokenizer/whitespace.h"

namespace firth::corpus {
namespace {

namespace fs = std::filesystem;

/// A text has so many blocks or more, while these are not too small. They are smaller than other
/// blocks: ranks can meet between two of them alone.
constexpr std::uint64_t kManyBlocks = 8192;
constexpr std::uint64_t kSmallestBlock = kBlockBytes / 4;
constexpr std::uint64_t kLargestBlock = 4 * kBlockBytes;

struct InputFile {
  std::string path;
  std::uint64_t size = 0;
  std::uint64_t first = 0;  ///< the number of its first block, in the order of the text
};

class ShareOfText final : public Corpus {
 public:
  ShareOfText(std::vector<InputFile> files, std::uint64_t block_bytes, const CorpusShare& share);

  std::unique_ptr<BlockReader> Open() const override;
  bool rereadable() const override { return true; }
  std::uint64_t bytes_on_disk() const override { return bytes_ / share_.ranks; }
  bool Reads(const std::string& path) const override {
    return std::ranges::any_of(files_, [&path](const InputFile& file) {
      std::error_code missing;
      return fs::equivalent(file.path, path, missing);
    });
  }
  std::optional<std::uint64_t> fingerprint() const override {
    std::vector<std::string> paths;
    for (const InputFile& file : files_) paths.push_back(file.path);
    return FingerprintOf(paths);
  }
  BlockPlaces places() const override { return {share_.rank, share_.ranks}; }
  std::uint64_t block_bytes() const override { return block_bytes_; }
  bool shuffled() const override { return share_.shuffles; }

 private:
  class Reader;

  std::vector<InputFile> files_;
  std::uint64_t block_bytes_;
  CorpusShare share_;
  std::uint64_t bytes_ = 0;
  std::vector<std::uint32_t> order_;  ///< of all blocks, of all ranks
};

class ShareOfText::Reader final : public BlockReader {
 public:
  explicit Reader(const ShareOfText& corpus)
      : corpus_(corpus), mapped_(corpus.files_.size()), place_(corpus.share_.rank) {}

  std::optional<TextBlock> Next() override {
    if (place_ >= corpus_.order_.size()) return std::nullopt;
    TextBlock block = At(corpus_.order_[place_]);
    block.number = number_++;
    place_ += corpus_.share_.ranks;
    return block;
  }

 private:
  /// By its number in the order of the text.
  TextBlock At(std::uint64_t number) {
    const auto& files = corpus_.files_;
    const auto after = std::ranges::upper_bound(files, number, {}, &InputFile::first);
    const auto index = static_cast<std::size_t>(after - files.begin()) - 1;
    if (!mapped_[index]) Map(index);
    const std::string_view text = mapped_[index]->text();
    const std::uint64_t begin = (number - files[index].first) * corpus_.block_bytes_;
    const std::size_t from = CutAt(text, begin);
    const std::size_t to = CutAt(text, begin + corpus_.block_bytes_);
    TextBlock block{0, text.substr(from, to - from), mapped_[index],
                    from > 0 && from < to && !text::IsBlank(text[from - 1])};
    if (from == 0) CheckBeginning(block, files[index].path);
    return block;
  }

  void Map(std::size_t index) {
    const InputFile& file = corpus_.files_[index];
    mapped_[index] = base::MappedFile::Open(file.path, base::MappedFile::Access::kRandom);
    if (mapped_[index]->size() == file.size) return;
    throw Error(ErrorKind::kInput,
                "has changed since training began; train again on a text that "
                "stays as it is",
                file.path);
  }

  const ShareOfText& corpus_;
  std::vector<std::shared_ptr<const base::MappedFile>> mapped_;
  std::uint64_t place_;
  std::uint64_t number_ = 0;
};

std::vector<std::uint32_t> OrderOf(std::uint64_t blocks, const CorpusShare& share) {
  if (share.shuffles) return base::ShuffledOrder(blocks, share.seed);
  std::vector<std::uint32_t> order(blocks);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

ShareOfText::ShareOfText(std::vector<InputFile> files, std::uint64_t block_bytes,
                         const CorpusShare& share)
    : files_(std::move(files)), block_bytes_(block_bytes), share_(share) {
  std::uint64_t blocks = 0;
  for (InputFile& file : files_) {
    file.first = blocks;
    blocks += (file.size + block_bytes_ - 1) / block_bytes_;
    bytes_ += file.size;
  }
  if (blocks < share.ranks) {
    throw Error(
        ErrorKind::kInput,
        fmt::format("the text has {} parts of {} KiB, fewer than there are ranks, {}: start "
                    "fewer",
                    blocks, block_bytes_ >> 10, share.ranks));
  }
  order_ = OrderOf(blocks, share);
}

std::unique_ptr<BlockReader> ShareOfText::Open() const { return std::make_unique<Reader>(*this); }

/// A corpus that is one of several, each of which has all its blocks.
class WholeShare final : public Corpus {
 public:
  WholeShare(std::unique_ptr<Corpus> corpus, const CorpusShare& share)
      : corpus_(std::move(corpus)), share_(share) {}

  std::unique_ptr<BlockReader> Open() const override { return corpus_->Open(); }
  bool rereadable() const override { return corpus_->rereadable(); }
  std::uint64_t bytes_on_disk() const override { return corpus_->bytes_on_disk(); }
  bool Reads(const std::string& path) const override { return corpus_->Reads(path); }
  BlockPlaces places() const override { return {share_.rank, share_.ranks}; }

 private:
  std::unique_ptr<Corpus> corpus_;
  CorpusShare share_;
};

InputFile Cuttable(const std::string& path) {
  const bool plain =
      path != kStandardInput && base::IsFile(path) && DetectPacking(path) == Packing::kPlain;
  if (plain) return {path, fs::file_size(path)};
  throw Error(ErrorKind::kInput,
              "cannot be cut between ranks: unpack it to a file, or name each rank's own files and "
              "add --corpus-shard",
              path);
}

}  // namespace

std::size_t CutAt(std::string_view text, std::size_t wanted) {
  if (wanted == 0 || wanted >= text.size()) return std::min(wanted, text.size());
  const std::size_t from = wanted - 1;  // a line that ends just before is whole
  const std::string_view near = text.substr(from, kBlockBytes);
  if (const std::size_t newline = near.find('\n'); newline != std::string_view::npos) {
    return from + newline + 1;
  }
  const std::string_view longest = text.substr(from, kMaxBlockBytes);
  const auto blank = std::ranges::find_if(longest, text::IsBlank);
  if (blank != longest.end()) return from + static_cast<std::size_t>(blank - longest.begin()) + 1;
  if (from + kMaxBlockBytes >= text.size()) return text.size();
  while (wanted < text.size() && base::ContinuesUtf8(text[wanted])) ++wanted;
  return wanted;
}

std::uint64_t ShareBlockBytes(std::uint64_t bytes) {
  return std::clamp<std::uint64_t>(bytes / kManyBlocks, kSmallestBlock, kLargestBlock);
}

std::unique_ptr<Corpus> ShareOfFiles(std::vector<std::string> files, const CorpusShare& share) {
  std::vector<InputFile> inputs;
  std::uint64_t bytes = 0;
  for (const std::string& file : files) {
    inputs.push_back(Cuttable(file));
    bytes += inputs.back().size;
  }
  std::erase_if(inputs, [](const InputFile& file) { return file.size == 0; });
  return std::make_unique<ShareOfText>(std::move(inputs), ShareBlockBytes(bytes), share);
}

std::unique_ptr<Corpus> AsShare(std::unique_ptr<Corpus> corpus, const CorpusShare& share) {
  return std::make_unique<WholeShare>(std::move(corpus), share);
}

}  // namespace firth::corpus
