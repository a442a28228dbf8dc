/// /indexes: texts in, search over them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/system.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "firth/hnsw.h"
#include "server/index_store.h"
#include "server/server_testing.h"

namespace firth::server {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

class IndexesTest : public ServerTest {
 protected:
  void StartWithIndexes() {
    ServeSettings settings;
    settings.indexes = folder();
    Start(std::move(settings));
  }
  void SetUp() override { fs::remove_all(folder()); }

  static std::string folder() {
    return testing::TempDir() + "indexes_" +
           testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  Answer Make(const std::string& name, const Json& texts, const Json& more = Json::object()) {
    Json body = {{"name", name}, {"model", "words"}, {"texts", texts}};
    body.update(more);
    return Post("/indexes", body);
  }
  std::vector<std::string> Found(const std::string& name, const std::string& text,
                                 std::size_t k = 10) {
    std::vector<std::string> found;
    const Json answer = Post("/indexes/" + name + "/search", {{"inputs", text}, {"k", k}}).json();
    for (const Json& one : answer["results"][0]) found.push_back(one["text"]);
    return found;
  }

  const Json texts_ = {"king", "the bread", "queen king"};
};

TEST_F(IndexesTest, TextsInAndSearchOverThem) {
  StartWithIndexes();
  const Answer made = Make("notes", texts_);
  EXPECT_EQ(made.status, 201U);
  const Json described = {{"name", "notes"},      {"model", "words"}, {"metric", "cosine"},
                          {"storage", "float32"}, {"dimensions", 2},  {"texts", 3},
                          {"removed", 0}};
  EXPECT_EQ(made.json(), described);
  EXPECT_EQ(Get("/indexes").json(), Json({{"indexes", {described}}}));
  EXPECT_EQ(Get("/indexes/notes").json(), described);
  const Json found =
      Post("/indexes/notes/search", {{"inputs", {"king", "bread"}}, {"k", 2}}).json();
  EXPECT_EQ(found["results"][0][0], Json({{"id", 0}, {"text", "king"}, {"score", 1.0}}));
  EXPECT_EQ(found["results"][0][1]["text"], "queen king");
  EXPECT_EQ(found["results"][1][0]["id"], 1);
}

TEST_F(IndexesTest, AreFilesThatAreThereAgain) {
  StartWithIndexes();
  Make("notes", texts_, {{"metric", "l2"}, {"storage", "int8"}});
  const HnswIndex file = HnswIndex::Read(folder() + "/notes.safetensors");
  EXPECT_EQ(file.metric(), Metric::kL2);
  EXPECT_EQ(file.storage(), Storage::kInt8);
  EXPECT_EQ(file.vectors().vocabulary().Word(TokenId{1}), "the bread");
  server_.reset();
  StartWithIndexes();
  EXPECT_THAT(Found("notes", "king", 1), testing::ElementsAre("king"));
}

TEST_F(IndexesTest, TextsComeAndGo) {
  StartWithIndexes();
  Make("notes", texts_);
  const Json grown = Post("/indexes/notes/texts", {{"texts", {"queen", "queen"}}}).json();
  EXPECT_EQ(grown["texts"], 5);
  EXPECT_THAT(Found("notes", "queen", 2), testing::ElementsAre("queen", "queen"));
  const Json fewer = Post("/indexes/notes/remove", {{"ids", {0, 3}}}).json();
  EXPECT_EQ(fewer["texts"], 3);
  EXPECT_EQ(fewer["removed"], 2);
  EXPECT_THAT(Found("notes", "king"), testing::ElementsAre("queen king", "queen", "the bread"));
  EXPECT_EQ(Ask("DELETE", "/indexes/notes").status, 200U);
  EXPECT_EQ(Get("/indexes/notes").status, 404U);
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(IndexesTest, SayWhatIsWrong) {
  StartWithIndexes();
  Make("notes", texts_);
  EXPECT_EQ(Make("notes", texts_).status, 409U);
  for (const char* name : {"", ".", "../x", "a/b", "a b", ".hidden"}) {
    EXPECT_EQ(Make(name, texts_).status, 422U) << name;
  }
  EXPECT_EQ(Make(std::string(65, 'a'), texts_).status, 422U);
  EXPECT_THAT(Make("other", texts_, {{"metric", "hamming"}}).body, HasSubstr("cosine, dot and l2"));
  EXPECT_EQ(Make("other", {1, 2}).status, 422U);
  EXPECT_EQ(Make("other", Json::array()).status, 400U);
  EXPECT_EQ(Make("other", texts_, {{"model", "none"}}).status, 404U);
  EXPECT_EQ(Post("/indexes/none/search", {{"inputs", "king"}}).status, 404U);
  EXPECT_EQ(Post("/indexes/none/texts", {{"texts", "king"}}).status, 404U);
  EXPECT_EQ(Post("/indexes/notes/remove", {{"ids", {3}}}).status, 409U);
  EXPECT_EQ(Post("/indexes/notes/remove", {{"ids", {-1}}}).status, 422U);
  EXPECT_EQ(Post("/indexes/notes/remove", Json::object()).status, 422U);
  EXPECT_EQ(Post("/indexes/notes/search", {{"inputs", "king"}, {"k", 1001}}).status, 422U);
  const Json many(100, "king");
  EXPECT_EQ(Post("/indexes/notes/search", {{"inputs", many}, {"k", 1000}}).status, 422U);
  EXPECT_EQ(Ask("PUT", "/indexes/notes").status, 405U);
  EXPECT_EQ(Ask("POST", "/indexes/notes").status, 405U);
  EXPECT_EQ(Get("/indexes").json()["indexes"].size(), 1U);
}

TEST_F(IndexesTest, AModelThatIsGoneIsNotGuessed) {
  StartWithIndexes();
  Make("notes", texts_);
  server_.reset();
  encoder::WriteFile(words_, "1 3\nking 1 2 3\n");
  ServeSettings settings;
  settings.models = {{.name = "words", .path = words_}};
  settings.port = 0;
  settings.indexes = folder();
  server_.emplace(settings);
  EXPECT_EQ(Post("/indexes/notes/search", {{"inputs", "king"}}).status, 409U);
  server_.reset();
  std::ofstream(folder() + "/broken.safetensors") << "no index";
  EXPECT_THROW(server_.emplace(settings), Error);
}

TEST(IndexStore, AFolderThatCannotBeIsNamed) {
  EXPECT_THROW(IndexStore("/dev/null/indexes", CpuTarget::kBest), Error);
}

/// A limit of open files, for a while.
class FewFiles {
 public:
  /// So that `more` can be opened, and no others.
  explicit FewFiles(int more) {
    // A sanitizer looks at an object whose kind is new to it by way of a pipe: while it can.
    (void)base::SystemError("open", "nothing");
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(STDERR_FILENO);
    ::close(next);
    const rlimit few{.rlim_cur = static_cast<rlim_t>(next + more), .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewFiles(const FewFiles&) = delete;
  FewFiles& operator=(const FewFiles&) = delete;

 private:
  rlimit before_{};
};

TEST(IndexStore, AnIndexThatCannotBeMappedTakesNobodysPlace) {
  const std::string folder = testing::TempDir() + "indexes_unmapped";
  fs::remove_all(folder);
  IndexStore store(folder, CpuTarget::kBest);
  HnswIndex index = HnswIndex::Build(ReadWordVectors(SmallWords()));
  EXPECT_EQ(store.Put("notes", index)->index.size(), 3U);
  index.Remove(RowId{0});
  {
    const FewFiles only_the_one_that_is_written(1);
    EXPECT_THROW(store.Put("notes", index), Error);
  }
  EXPECT_EQ(store.Find("notes")->index.size(), 3U);
  EXPECT_EQ(store.Open("notes").size(), 3U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
  EXPECT_EQ(store.Put("notes", index)->index.size(), 2U);
}

TEST_F(IndexesTest, WithoutAFolderThereAreNone) {
  Start();
  EXPECT_EQ(Get("/indexes").status, 404U);
  EXPECT_FALSE(Get("/openapi.json").json()["paths"].contains("/indexes"));
}

}  // namespace
}  // namespace firth::server
