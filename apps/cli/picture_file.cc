#include "picture_file.h"

#include <filesystem>

#include "png.h"

namespace firth::cli {
namespace {

/// Pixels of a PNG for a unit of the picture: sharp in print.
constexpr double kPngScale = 2;

std::filesystem::path EndingOf(const std::string& path) {
  return std::filesystem::path(path).extension();
}

bool IsPng(const std::string& path) { return EndingOf(path) == ".png"; }

}  // namespace

bool IsPictureName(const std::string& path) { return IsPng(path) || EndingOf(path) == ".svg"; }

void RequireDrawable(const std::string& path) {
  if (IsPng(path)) RequirePng();
}

std::string PictureFor(const std::string& path, std::string svg, std::size_t width,
                       std::size_t height) {
  if (!IsPng(path)) return svg;
  return PngOfSvg(svg, static_cast<double>(width), static_cast<double>(height), kPngScale);
}

}  // namespace firth::cli
