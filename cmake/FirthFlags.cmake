# firth_flags: the warnings and definitions under which firth itself is compiled. Never exported.
add_library(firth_flags INTERFACE)
target_compile_options(firth_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wformat=2
  # GCC 12 sees overlaps in operator+ of strings that are none (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${FIRTH_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(firth_flags INTERFACE
  $<$<BOOL:${FIRTH_SCALAR_KERNELS}>:FIRTH_SCALAR_KERNELS=1>
  $<$<BOOL:${FIRTH_ATOMIC_ROWS}>:FIRTH_ATOMIC_ROWS=1>)
