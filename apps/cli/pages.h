/// The pages of web/, as they were built into this command.
#pragma once

#include <string_view>

namespace firth::cli {

// All throw Error(kIo) when the command was built without its pages (FIRTH_WEB).

/// The page of a map, whole but for its data: these stand where kMapDataPlace is.
std::string_view MapPage();
/// The page of `firth explore`.
std::string_view ExplorePage();
/// The page of `firth learn`.
std::string_view LearnPage();

inline constexpr std::string_view kMapDataPlace = "FIRTH_MAP_DATA";

}  // namespace firth::cli
