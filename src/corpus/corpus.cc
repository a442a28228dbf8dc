#include "firth/corpus.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/checksum.h"
#include "base/paths.h"
#include "corpus/block_sequence.h"
#include "corpus/fingerprint.h"
#include "corpus/inputs.h"
#include "corpus/share.h"

namespace firth {
namespace {

namespace fs = std::filesystem;

/// The blocks of several inputs, numbered through.
class AllBlocks final : public BlockReader {
 public:
  explicit AllBlocks(const std::vector<std::string>& files) : files_(files) {}

  std::optional<TextBlock> Next() override {
    while (true) {
      if (current_) {
        if (auto block = current_->Next()) {
          block->number = number_++;
          return block;
        }
      }
      if (next_file_ == files_.size()) return std::nullopt;
      current_ = corpus::BlocksOfInput(files_[next_file_++]);
    }
  }

 private:
  std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  std::unique_ptr<BlockReader> current_;
  std::uint64_t number_ = 0;
};

class FileCorpus final : public Corpus {
 public:
  explicit FileCorpus(std::vector<std::string> files) : files_(std::move(files)) {}

  std::unique_ptr<BlockReader> Open() const override { return std::make_unique<AllBlocks>(files_); }

  bool rereadable() const override {
    return std::ranges::all_of(files_, [](const std::string& file) {
      return file != corpus::kStandardInput && base::IsFile(file);
    });
  }

  std::uint64_t bytes_on_disk() const override {
    std::uint64_t total = 0;
    for (const std::string& file : files_) {
      std::error_code unknown;
      const std::uintmax_t size = fs::file_size(file, unknown);
      if (!unknown) total += size;
    }
    return total;
  }

  bool Reads(const std::string& path) const override {
    return std::ranges::any_of(files_, [&path](const std::string& file) {
      std::error_code missing;
      return fs::equivalent(file, path, missing) && fs::is_regular_file(path, missing);
    });
  }

  std::optional<std::uint64_t> fingerprint() const override {
    if (!rereadable()) return std::nullopt;
    return corpus::FingerprintOf(files_);
  }

 private:
  std::vector<std::string> files_;
};

class MemoryCorpus final : public Corpus {
 public:
  explicit MemoryCorpus(std::string text)
      : text_(std::make_shared<const std::string>(std::move(text))) {}

  std::unique_ptr<BlockReader> Open() const override { return corpus::BlocksOfText(*text_, text_); }
  bool rereadable() const override { return true; }
  std::uint64_t bytes_on_disk() const override { return text_->size(); }
  std::optional<std::uint64_t> fingerprint() const override { return base::ChecksumOf(*text_); }

 private:
  std::shared_ptr<const std::string> text_;
};

}  // namespace

std::unique_ptr<Corpus> OpenCorpus(const std::vector<std::string>& inputs) {
  return std::make_unique<FileCorpus>(corpus::ExpandInputs(inputs));
}

std::unique_ptr<Corpus> OpenCorpusShare(const std::vector<std::string>& inputs,
                                        const CorpusShare& share) {
  if (share.own) return corpus::AsShare(OpenCorpus(inputs), share);
  return corpus::ShareOfFiles(corpus::ExpandInputs(inputs), share);
}

std::unique_ptr<Corpus> TextCorpus(std::string text) {
  return std::make_unique<MemoryCorpus>(std::move(text));
}

}  // namespace firth
