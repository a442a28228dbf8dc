#include "classify/whole_lines.h"

#include <memory>

#include "firth/error.h"

namespace firth::classify {

std::optional<TextBlock> WholeLines::Next() {
  constexpr std::size_t kLongest = std::size_t{1} << 30;
  std::optional<TextBlock> block = blocks_.Next();
  if (!block) return block;
  if (!block->text.ends_with('\n')) {
    auto joined = std::make_shared<std::string>(block->text);
    while (!joined->ends_with('\n')) {
      const std::optional<TextBlock> more = blocks_.Next();
      if (!more) break;
      *joined += more->text;
      if (joined->size() > kLongest) {
        throw Error(ErrorKind::kInput, "a line is longer than 1 GiB; is this text?");
      }
    }
    block->text = *joined;
    block->owner = std::move(joined);
  }
  block->number = number_++;
  block->begins_in_word = false;
  return block;
}

}  // namespace firth::classify
