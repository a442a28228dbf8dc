/// firth::Error as the Python exceptions of firth/errors.py.
#include "firth/error.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "bindings.h"

namespace firth::python {
namespace {

/// The name of the kind in firth/errors.py.
const char* KindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNotFound:
      return "not found";
    case ErrorKind::kIo:
      return "io";
    case ErrorKind::kFormat:
      return "format";
    case ErrorKind::kInput:
      return "input";
    case ErrorKind::kSettings:
      return "settings";
    case ErrorKind::kMemory:
      return "memory";
    case ErrorKind::kDiverged:
      return "diverged";
  }
  return "";
}

void Raise(const Error& error) {
  try {
    const nb::object exception =
        nb::module_::import_("firth.errors")
            .attr("make")(KindName(error.kind()), error.what(), error.path(), error.offset());
    PyErr_SetObject(exception.type().ptr(), exception.ptr());
  } catch (nb::python_error& failure) {
    failure.restore();
  }
}

}  // namespace

void BindErrors(nb::module_& /*m*/) {
  nb::register_exception_translator([](const std::exception_ptr& pointer, void*) {
    try {
      std::rethrow_exception(pointer);
    } catch (const Error& error) {
      Raise(error);
    }
  });
}

}  // namespace firth::python
