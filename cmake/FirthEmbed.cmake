# firth_embed(OUT NAMESPACE FILE...): a source in OUT with one `extern const std::string_view` a file,
# named by its name without dots ("docs.html" is docs_html), so that the program needs no files
# beside it. Declare them in a header where they are used.
function(firth_embed out namespace)
  set(text "// Made by cmake/FirthEmbed.cmake.\n#include <string_view>\n\nnamespace ${namespace} {\n")
  foreach(file IN LISTS ARGN)
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} hex HEX)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
    string(APPEND text
      "static const char ${name}_bytes[] = {${bytes}'\\0'};\n"
      "extern const std::string_view ${name};\n"
      "const std::string_view ${name}(${name}_bytes, sizeof ${name}_bytes - 1);\n")
  endforeach()
  string(APPEND text "}  // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT ${out} CONTENT "${text}" @ONLY)
endfunction()
