# firth_part(NAME SOURCES ... TESTS ... LINK ...)
# One part of the library: the target firth_NAME, and its tests as one program firth_NAME_test.
# LINK names foreign libraries that this part alone uses (one gate per foreign library).
set(FIRTH_PARTS "" CACHE INTERNAL "all parts of the library")
set(FIRTH_FOREIGN "" CACHE INTERNAL "all foreign libraries that the parts link")

function(firth_part name)
  cmake_parse_arguments(PART "" "" "SOURCES;TESTS;LINK" ${ARGN})
  add_library(firth_${name} OBJECT ${PART_SOURCES})
  target_include_directories(firth_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(firth_${name} PRIVATE firth_flags ${PART_LINK})
  set_target_properties(firth_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  set(FIRTH_PARTS ${FIRTH_PARTS} firth_${name} CACHE INTERNAL "")
  set(FIRTH_FOREIGN ${FIRTH_FOREIGN} ${PART_LINK} CACHE INTERNAL "")
  if(FIRTH_BUILD_TESTS AND PART_TESTS)
    firth_test(firth_${name}_test SOURCES ${PART_TESTS})
  endif()
endfunction()

# firth_test(NAME SOURCES ...): a GoogleTest program over the whole library.
function(firth_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE firth firth_flags GTest::gmock_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60)
endfunction()
