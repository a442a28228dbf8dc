#include "corpus/byte_source.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "base/system.h"
#include "corpus/inputs.h"
#include "firth/error.h"

namespace firth::corpus {
namespace {

constexpr std::size_t kMagicBytes = 4;
constexpr std::size_t kPackedBytes = std::size_t{256} << 10;

Packing PackingOf(std::span<const char> head) {
  const auto starts_with = [&](std::initializer_list<unsigned char> magic) {
    return head.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), head.begin(),
                      [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); });
  };
  if (starts_with({0x1F, 0x8B})) return Packing::kGzip;
  if (starts_with({0x28, 0xB5, 0x2F, 0xFD})) return Packing::kZstd;
  return Packing::kPlain;
}

/// The bytes of a file as they lie there; the first few can be seen before they are read.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::string& path) : path_(path) {
    file_ =
        path == kStandardInput ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) throw base::SystemError("open", path);
    head_.resize(kMagicBytes);
    head_.resize(ReadFile(head_));
  }
  ~FileSource() override { ::close(file_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  const std::string& path() const { return path_; }
  std::span<const char> head() const { return head_; }

  std::size_t Read(std::span<char> out) override {
    const std::size_t from_head = std::min(out.size(), head_.size());
    std::copy_n(head_.begin(), from_head, out.begin());
    head_.erase(head_.begin(), head_.begin() + static_cast<std::ptrdiff_t>(from_head));
    return from_head + ReadFile(out.subspan(from_head));
  }

 private:
  std::size_t ReadFile(std::span<char> out) {
    std::size_t filled = 0;
    while (filled < out.size()) {
      const ssize_t got = ::read(file_, out.data() + filled, out.size() - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw base::SystemError("read", path_);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

  std::string path_;
  int file_ = -1;
  std::vector<char> head_;
};

/// gzip, one member after the other as `cat a.gz b.gz` makes them.
class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<FileSource> packed)
      : packed_(std::move(packed)), buffer_(kPackedBytes) {
    constexpr int kGzipFormatOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipFormatOnly) != Z_OK) throw std::bad_alloc();
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t Read(std::span<char> out) override {
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    while (stream_.avail_out > 0 && Refill()) {
      const int status = inflate(&stream_, Z_NO_FLUSH);
      in_member_ = status != Z_STREAM_END;
      if (status == Z_STREAM_END) {
        inflateReset(&stream_);
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        throw Error(ErrorKind::kFormat, "broken gzip data; compress the text anew",
                    packed_->path());
      }
    }
    return out.size() - stream_.avail_out;
  }

 private:
  /// False at the end of the file.
  bool Refill() {
    if (stream_.avail_in > 0) return true;
    const std::size_t got = packed_->Read(buffer_);
    stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_in = static_cast<uInt>(got);
    if (got == 0 && in_member_) {
      throw Error(ErrorKind::kFormat, "gzip data cut short; the file is not whole",
                  packed_->path());
    }
    return got > 0;
  }

  std::unique_ptr<FileSource> packed_;
  std::vector<char> buffer_;
  z_stream stream_{};
  bool in_member_ = true;
};

/// zstd, one frame after the other.
class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<FileSource> packed)
      : packed_(std::move(packed)), buffer_(kPackedBytes), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  std::size_t Read(std::span<char> out) override {
    ZSTD_outBuffer target = {out.data(), out.size(), 0};
    while (target.pos < target.size && Refill()) {
      const std::size_t status = ZSTD_decompressStream(stream_, &target, &input_);
      if (ZSTD_isError(status) != 0) {
        throw Error(ErrorKind::kFormat,
                    std::string("broken zstd data (") + ZSTD_getErrorName(status) +
                        "); compress the text anew",
                    packed_->path());
      }
      in_frame_ = status != 0;
    }
    return target.pos;
  }

 private:
  /// False at the end of the file.
  bool Refill() {
    if (input_.pos < input_.size) return true;
    const std::size_t got = packed_->Read(buffer_);
    // A frame whose last bytes are still in the decoder goes on without input.
    if (got == 0 && in_frame_ && drained_) {
      throw Error(ErrorKind::kFormat, "zstd data cut short; the file is not whole",
                  packed_->path());
    }
    drained_ = got == 0;
    input_ = {buffer_.data(), got, 0};
    return got > 0 || in_frame_;
  }

  std::unique_ptr<FileSource> packed_;
  std::vector<char> buffer_;
  ZSTD_DStream* stream_;
  ZSTD_inBuffer input_ = {nullptr, 0, 0};
  bool in_frame_ = false;
  bool drained_ = false;
};

}  // namespace

Packing DetectPacking(const std::string& path) { return PackingOf(FileSource(path).head()); }

std::unique_ptr<ByteSource> OpenByteSource(const std::string& path) {
  auto file = std::make_unique<FileSource>(path);
  switch (PackingOf(file->head())) {
    case Packing::kGzip:
      return std::make_unique<GzipSource>(std::move(file));
    case Packing::kZstd:
      return std::make_unique<ZstdSource>(std::move(file));
    case Packing::kPlain:
      break;
  }
  return file;
}

}  // namespace firth::corpus
