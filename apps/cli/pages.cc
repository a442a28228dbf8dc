#include "pages.h"

#include "firth/error.h"

#ifdef FIRTH_PAGES
// The assembler takes a file as it is: no compiler has to read a page's bytes as numbers.
asm(R"(
  .pushsection .rodata
  firth_map_page: .incbin ")" FIRTH_PAGES R"(/map.html"
  firth_map_page_end:
  firth_explore_page: .incbin ")" FIRTH_PAGES R"(/explore.html"
  firth_explore_page_end:
  firth_learn_page: .incbin ")" FIRTH_PAGES R"(/learn.html"
  firth_learn_page_end:
  .popsection
)");
extern "C" const char firth_map_page[];
extern "C" const char firth_map_page_end[];
extern "C" const char firth_explore_page[];
extern "C" const char firth_explore_page_end[];
extern "C" const char firth_learn_page[];
extern "C" const char firth_learn_page_end[];
#endif

namespace firth::cli {
namespace {

#ifdef FIRTH_PAGES
std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
#else
[[noreturn]] std::string_view NoPage() {
  throw Error(ErrorKind::kIo,
              "this firth was built without its pages (npm was missing, or FIRTH_WEB is OFF); "
              "write an .svg with firth map, learn with --terminal, or build firth again with npm "
              "installed");
}
#endif

}  // namespace

#ifdef FIRTH_PAGES
std::string_view MapPage() { return Between(firth_map_page, firth_map_page_end); }
std::string_view ExplorePage() { return Between(firth_explore_page, firth_explore_page_end); }
std::string_view LearnPage() { return Between(firth_learn_page, firth_learn_page_end); }
#else
std::string_view MapPage() { NoPage(); }
std::string_view ExplorePage() { NoPage(); }
std::string_view LearnPage() { NoPage(); }
#endif

}  // namespace firth::cli
