# firth_part(NAME [THREADS] SOURCES ... TESTS ... LINK ...)
# One part of the library: the target firth_NAME, and its tests as one program firth_NAME_test.
# THREADS says that it starts threads: its tests belong to threaded_tests, and their label ends in
# -threads (gtest_discover_tests passes no lists on, so that a test has one label).
# LINK names foreign libraries that this part alone uses (one gate per foreign library).
set(FIRTH_PARTS "" CACHE INTERNAL "all parts of the library")
set(FIRTH_FOREIGN "" CACHE INTERNAL "all foreign libraries that the parts link")

function(firth_part name)
  cmake_parse_arguments(PART "THREADS" "" "SOURCES;TESTS;LINK" ${ARGN})
  add_library(firth_${name} OBJECT ${PART_SOURCES})
  target_include_directories(firth_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(firth_${name} PRIVATE firth_flags ${PART_LINK})
  set_target_properties(firth_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  set(FIRTH_PARTS ${FIRTH_PARTS} firth_${name} CACHE INTERNAL "")
  set(FIRTH_FOREIGN ${FIRTH_FOREIGN} ${PART_LINK} CACHE INTERNAL "")
  if(FIRTH_BUILD_TESTS AND PART_TESTS)
    if(PART_THREADS)
      set(threads THREADS)
    endif()
    firth_test(firth_${name}_test ${threads} SOURCES ${PART_TESTS})
  endif()
endfunction()

# firth_test(NAME [THREADS] SOURCES ...): a GoogleTest program over the whole library. Reading GoogleTest's
# headers costs more than most tests, so that they are compiled once for all programs; and tests
# themselves are compiled without optimization: what they spend their time in is the library.
function(firth_test name)
  cmake_parse_arguments(TEST "THREADS" "" "SOURCES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES} ${PROJECT_SOURCE_DIR}/src/base/test_main.cc)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  firth_test_settings(${name})
  target_precompile_headers(${name} REUSE_FROM firth_test_headers)
  set(label ${name})
  if(TEST_THREADS)
    add_dependencies(threaded_tests ${name})
    set(label ${name}-threads)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${label})
endfunction()

# What a program must share with the compiled headers, or the compiler sets them aside.
function(firth_test_settings name)
  target_link_libraries(${name} PRIVATE firth firth_flags GTest::gmock)
  target_compile_options(${name} PRIVATE -O0)
endfunction()

# firth_test_headers: the headers that the tests share, compiled.
function(firth_compile_test_headers)
  set(source ${PROJECT_BINARY_DIR}/test_headers.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Holds nothing: headers are compiled for a source.\n")
  add_library(firth_test_headers OBJECT ${source})
  firth_test_settings(firth_test_headers)
  target_precompile_headers(firth_test_headers PRIVATE
    <gmock/gmock.h> <gtest/gtest.h> <filesystem> <fstream> <functional> <random> <span> <string>
    <thread> <vector>)
endfunction()
