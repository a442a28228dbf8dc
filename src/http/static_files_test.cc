#include "http/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace firth::http {
namespace {

namespace fs = std::filesystem;

class StaticFiles : public testing::Test {
 protected:
  StaticFiles() {
    fs::create_directories(folder_ / "pages");
    std::ofstream(folder_ / "pages" / "index.html") << "<p>";
    std::ofstream(folder_ / "pages" / "empty.css");
    std::ofstream(folder_ / "secret.txt") << "secret";
    fs::create_symlink(folder_ / "secret.txt", folder_ / "pages" / "link.txt");
  }
  ~StaticFiles() override { fs::remove_all(folder_); }

  Response Get(const std::string& name) const {
    return ServeFile((folder_ / "pages").string(), name);
  }

  fs::path folder_ = fs::path(testing::TempDir()) / "firth_static_files";
};

TEST_F(StaticFiles, AreServedWithTheirType) {
  const Response page = Get("");
  EXPECT_EQ(page.body.bytes(), "<p>");
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_EQ(Get("empty.css").body.bytes(), "");
}

TEST_F(StaticFiles, NothingOutsideTheFolder) {
  for (const char* name : {"link.txt", "../secret.txt", "/etc/passwd", "none", "empty.css/x"}) {
    EXPECT_THROW(Get(name), HttpError) << name;
  }
}

TEST(ServeBytes, WhoHasThemIsToldSo) {
  Request request;
  const Response first = ServeBytes(request, "<p>", "text/html");
  EXPECT_EQ(first.status, 200U);
  request.headers = {{"if-none-match", first.headers.at(0).second}};
  const Response second = ServeBytes(request, "<p>", "text/html");
  EXPECT_EQ(second.status, 304U);
  EXPECT_EQ(second.body.bytes(), "");
}

}  // namespace
}  // namespace firth::http
