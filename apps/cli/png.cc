#include "png.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdint>
#include <memory>

#include "firth/error.h"

namespace firth::cli {
namespace {

// What is used of the interfaces of librsvg 2.46, cairo 1.0 and GLib 2.0, all stable since.
struct Rectangle {  // RsvgRectangle
  double x, y, width, height;
};
struct Failure {  // GError
  std::uint32_t domain;
  int code;
  char* message;
};
using Object = void*;
constexpr int kArgb32 = 0;
constexpr int kSuccess = 0;

/// The functions, found by name in librsvg and the libraries that it is linked with.
class Libraries {
 public:
  Libraries() : handle_(dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) {
      throw Error(ErrorKind::kIo,
                  "a PNG is drawn by librsvg, which is not installed (in Debian: apt-get install "
                  "librsvg2-2); or write an .svg");
    }
    Find(read, "rsvg_handle_new_from_data");
    Find(draw, "rsvg_handle_render_document");
    Find(free_object, "g_object_unref");
    Find(new_surface, "cairo_image_surface_create");
    Find(surface_status, "cairo_surface_status");
    Find(free_surface, "cairo_surface_destroy");
    Find(new_context, "cairo_create");
    Find(free_context, "cairo_destroy");
    Find(write, "cairo_surface_write_to_png_stream");
  }

  Object (*read)(const std::uint8_t* bytes, std::size_t count, Failure** failure);
  int (*draw)(Object picture, Object context, const Rectangle* place, Failure** failure);
  void (*free_object)(Object object);
  Object (*new_surface)(int format, int width, int height);
  int (*surface_status)(Object surface);
  void (*free_surface)(Object surface);
  Object (*new_context)(Object surface);
  void (*free_context)(Object context);
  int (*write)(Object surface, int (*sink)(void*, const std::uint8_t*, unsigned), void* closure);

 private:
  template <class Function>
  void Find(Function*& function, const char* name) {
    function = reinterpret_cast<Function*>(dlsym(handle_, name));
    if (function != nullptr) return;
    throw Error(ErrorKind::kIo, fmt::format("librsvg lacks {}: it is older than 2.46", name));
  }

  void* handle_;  ///< stays open: GLib cannot be unloaded
};

const Libraries& TheLibraries() {
  static const Libraries libraries;
  return libraries;
}

using Owned = std::unique_ptr<void, void (*)(Object)>;

[[noreturn]] void Fail(const Failure* failure) {
  throw Error(ErrorKind::kIo, fmt::format("librsvg cannot draw the picture: {}",
                                          failure == nullptr ? "no memory" : failure->message));
}

int Append(void* text, const std::uint8_t* bytes, unsigned count) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), count);
  return kSuccess;
}

}  // namespace

void RequirePng() { TheLibraries(); }

std::string PngOfSvg(std::string_view svg, double width, double height, double scale) {
  const Libraries& use = TheLibraries();
  Failure* failure = nullptr;
  const Owned picture(
      use.read(reinterpret_cast<const std::uint8_t*>(svg.data()), svg.size(), &failure),
      use.free_object);
  if (picture == nullptr) Fail(failure);
  const Rectangle place = {0, 0, width * scale, height * scale};
  const Owned surface(
      use.new_surface(kArgb32, static_cast<int>(place.width), static_cast<int>(place.height)),
      use.free_surface);
  if (use.surface_status(surface.get()) != kSuccess) Fail(nullptr);
  const Owned context(use.new_context(surface.get()), use.free_context);
  if (use.draw(picture.get(), context.get(), &place, &failure) == 0) Fail(failure);
  std::string png;
  if (use.write(surface.get(), Append, &png) != kSuccess) Fail(nullptr);
  return png;
}

}  // namespace firth::cli
