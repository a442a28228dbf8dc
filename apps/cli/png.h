/// Pictures as pixels.
#pragma once

#include <string>
#include <string_view>

namespace firth::cli {

/// An SVG drawn as a PNG with `scale` pixels for each of its units, by librsvg, which is looked for
/// when this is called: without it firth lacks nothing else. Throws Error(kIo) naming the package
/// to install, or what librsvg found wrong.
std::string PngOfSvg(std::string_view svg, double width, double height, double scale);

/// Throws Error(kIo) as PngOfSvg would without librsvg: for asking before long work.
void RequirePng();

}  // namespace firth::cli
