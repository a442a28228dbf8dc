#include "encode_parts.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "base/paths.h"
#include "firth/error.h"
#include "output.h"

namespace firth::cli {
namespace {

namespace fs = std::filesystem;

/// In the folder: which run the parts are of.
constexpr std::string_view kRunFile = "run";

bool IsFile(const std::string& path) {
  return path != "-" && (!base::Exists(path) || base::IsFile(path));
}

std::string Content(const std::string& path) {
  return base::Exists(path) ? std::string(base::MappedFile::Open(path)->text()) : "";
}

}  // namespace

EncodeParts::EncodeParts(const std::string& path, std::uint64_t key, bool resume) : path_(path) {
  if (!IsFile(path)) {
    if (resume) {
      throw Error(ErrorKind::kSettings, "--resume goes on with a file: name it by -o");
    }
    direct_ = std::make_unique<base::AtomicFile>(path);
    return;
  }
  base::CheckWritable(path);
  folder_ = path + ".parts";
  const std::string run = fmt::format("{:016x}\n", key);
  const std::string run_file = folder_ + "/" + std::string(kRunFile);
  if (resume && base::Exists(run_file)) {
    if (Content(run_file) != run) {
      throw Error(
          ErrorKind::kInput,
          "is of other texts, another model or other flags: without --resume all begins anew",
          folder_);
    }
    CountParts();
    return;
  }
  RemoveParts();
  fs::create_directories(folder_);
  base::WriteFile(run_file, run);
}

EncodeParts::~EncodeParts() = default;

std::string EncodeParts::PartName(std::size_t number) const {
  return fmt::format("{}/{:08}", folder_, number);
}

void EncodeParts::CountParts() {
  while (base::Exists(PartName(parts_))) ++parts_;
}

void EncodeParts::RemoveParts() {
  std::error_code failure;
  fs::remove_all(folder_, failure);
  if (failure) throw Error(ErrorKind::kIo, "cannot remove: " + failure.message(), folder_);
}

void EncodeParts::Begin(std::string_view header) {
  header_ = header;
  if (direct_) direct_->Write(header);
}

void EncodeParts::Add(std::string_view bytes) {
  if (direct_) {
    direct_->Write(bytes);
  } else {
    base::WriteFile(PartName(parts_), bytes);
  }
  ++parts_;
}

void EncodeParts::Finish() {
  if (direct_) return direct_->Commit();
  base::AtomicFile file(path_);
  file.Write(header_);
  for (std::size_t i = 0; i < parts_; ++i) file.Write(base::MappedFile::Open(PartName(i))->text());
  file.Commit();
  RemoveParts();
}

}  // namespace firth::cli
