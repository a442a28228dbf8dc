/// Numbers and text as people read them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace firth::base {

/// "17,005,207"
std::string WithThousands(std::uint64_t number);

/// Columns of a terminal that UTF-8 text fills, by ICU's tables: Chinese, Japanese and Korean
/// letters and emoji fill two (Unicode Standard Annex 11), marks over a letter and invisible
/// characters none. A bad byte fills one, as the U+FFFD that terminals show for it.
std::size_t DisplayWidth(std::string_view text);

}  // namespace firth::base
