/// Pictures in the format that a file's name asks for.
#pragma once

#include <cstddef>
#include <string>

namespace firth::cli {

/// Whether `path` ends in .svg or .png.
bool IsPictureName(const std::string& path);

/// Throws Error(kIo) when `path` ends in .png and none can be drawn here: for asking before long
/// work.
void RequireDrawable(const std::string& path);

/// The bytes of such a file: an SVG of so many units, as it is or as a PNG of twice as many pixels.
/// Throws as PngOfSvg.
std::string PictureFor(const std::string& path, std::string svg, std::size_t width,
                       std::size_t height);

}  // namespace firth::cli
