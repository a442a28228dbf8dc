#include "text/pre_tokenizer/icu_breaks.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "firth/error.h"

namespace firth::text {
namespace {

void Check(UErrorCode status) {
  if (U_FAILURE(status)) throw Error(ErrorKind::kInput, u_errorName(status));
}

/// True when `matches` holds for any code point of `text`.
template <class Matches>
bool AnyCodePoint(std::string_view text, const Matches& matches) {
  for (std::size_t at = 0; at < text.size();) {
    UChar32 code_point = 0;
    U8_NEXT_UNSAFE(text.data(), at, code_point);
    if (matches(code_point)) return true;
  }
  return false;
}

bool HasLetterOrNumber(std::string_view text) {
  return AnyCodePoint(text, [](UChar32 code_point) {
    return (U_GET_GC_MASK(code_point) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
  });
}

/// Goes through UTF-8 text at the pace of its UTF-16 form, in which ICU counts.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  /// The byte at which unit `units` begins. REQUIRES: it starts a code point, none before the last.
  std::size_t AdvanceTo(std::int32_t units) {
    while (units_ < units) {
      const auto lead = static_cast<unsigned char>(text_[byte_]);
      const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      units_ += bytes == 4 ? 2 : 1;
      byte_ += bytes;
    }
    return byte_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::int32_t units_ = 0;
};

}  // namespace

struct IcuBreaks::State {
  std::unique_ptr<icu::BreakIterator> iterator;
  icu::UnicodeString text;  // the iterator points into it
};

IcuBreaks::IcuBreaks() : state_(std::make_unique<State>()) {
  UErrorCode status = U_ZERO_ERROR;
  state_->iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  Check(status);
}

IcuBreaks::~IcuBreaks() = default;

void IcuBreaks::ForEach(std::string_view text, const std::function<void(const Piece&)>& visit) {
  icu::BreakIterator& iterator = *state_->iterator;
  state_->text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  iterator.setText(state_->text);
  Cursor cursor(text);
  std::size_t begin = 0;
  for (auto at = iterator.next(); at != icu::BreakIterator::DONE; at = iterator.next()) {
    const std::size_t end = cursor.AdvanceTo(at);
    const bool is_word = iterator.getRuleStatus() >= UBRK_WORD_NONE_LIMIT &&
                         HasLetterOrNumber(text.substr(begin, end - begin));
    visit({begin, end, is_word});
    begin = end;
  }
}

bool IsVisible(std::string_view piece) {
  return AnyCodePoint(piece, [](UChar32 code_point) {
    const bool hidden = (U_GET_GC_MASK(code_point) & (U_GC_CC_MASK | U_GC_CF_MASK)) != 0;
    return !hidden && u_isUWhiteSpace(code_point) == 0;
  });
}

}  // namespace firth::text
