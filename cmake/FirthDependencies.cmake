# Every foreign library of the product, each reached through one target. All that are missing are
# named at once, with the Debian packages that bring them.
# The reasons for each choice are in docs/dependencies.md.
set(missing "")
# firth_need(FOUND PACKAGE): without FOUND, PACKAGE is missing.
macro(firth_need found package)
  if(NOT ${found})
    list(APPEND missing ${package})
  endif()
endmacro()

find_package(Threads REQUIRED)
find_package(fmt 9 QUIET)
firth_need(fmt_FOUND libfmt-dev)
find_package(ZLIB QUIET)
firth_need(ZLIB_FOUND zlib1g-dev)
find_package(zstd QUIET)
firth_need(zstd_FOUND libzstd-dev)
find_package(Eigen3 3.4 QUIET NO_MODULE)
firth_need(Eigen3_FOUND libeigen3-dev)
find_package(ICU 70 QUIET COMPONENTS uc)
firth_need(ICU_FOUND libicu-dev)
find_package(PkgConfig QUIET)
firth_need(PkgConfig_FOUND pkg-config)
if(PkgConfig_FOUND)
  pkg_check_modules(hwy QUIET IMPORTED_TARGET libhwy>=1.0.3)
  firth_need(hwy_FOUND libhwy-dev)
endif()
find_path(XXHASH_INCLUDE_DIR xxhash.h)
firth_need(XXHASH_INCLUDE_DIR libxxhash-dev)
find_path(NLOHMANN_JSON_INCLUDE_DIR nlohmann/json.hpp)
firth_need(NLOHMANN_JSON_INCLUDE_DIR nlohmann-json3-dev)
# Debian's libboost-dev is 1.74, whose Asio knows no as_tuple.
find_package(Boost 1.81 QUIET)
firth_need(Boost_FOUND libboost1.81-dev)
find_package(OpenSSL 3 QUIET)
firth_need(OPENSSL_FOUND libssl-dev)
# Optional: the plug-in for training on several machines. The command itself needs no MPI.
find_package(MPI QUIET COMPONENTS CXX)
if(FIRTH_BUILD_APPS)
  find_package(CLI11 2.1 QUIET)
  firth_need(CLI11_FOUND libcli11-dev)
endif()

if(missing)
  list(JOIN missing " " packages)
  message(FATAL_ERROR "firth is built from source with libraries that are missing here, or too old. "
    "Install them first; on Debian 12 or later:\n  apt-get install ${packages}\n")
endif()
