/// /indexes: texts in, search over them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <latch>

#include "base/error_testing.h"
#include "base/system.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "firth/hnsw.h"
#include "http/message.h"
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
  EXPECT_EQ(Refusal(Make("notes", texts_)), "409 there is an index of this name already");
  for (const char* name : {"", ".", "../x", "a/b", "a b", ".hidden"}) {
    EXPECT_EQ(Refusal(Make(name, texts_)),
              "422 name: 1 to 64 letters, digits, '-', '_' or '.', no '.' in front")
        << name;
  }
  EXPECT_EQ(Make(std::string(65, 'a'), texts_).status, 422U);
  EXPECT_EQ(Refusal(Make("other", texts_, {{"metric", "hamming"}})),
            "422 metric: there is no metric hamming; there are cosine, dot and l2");
  EXPECT_EQ(Refusal(Make("other", texts_, {{"storage", "wax"}})),
            "422 storage: there is no storage wax; there are float32, bf16, int8 and binary");
  EXPECT_EQ(Refusal(Make("other", {1, 2})), "422 texts: a text is a string here");
  EXPECT_EQ(Refusal(Make("other", Json::array())), "400 texts: there is no text");
  EXPECT_EQ(Refusal(Make("other", texts_, {{"model", "none"}})),
            "404 model: there is no model of this name; /v1/models lists all");
  const auto said = [&](const char* path, const Json& body) { return Refusal(Post(path, body)); };
  const char* const none = "404 there is no index of this name; /indexes lists all";
  EXPECT_EQ(said("/indexes/none/search", {{"inputs", "king"}}), none);
  EXPECT_EQ(said("/indexes/none/texts", {{"texts", "king"}}), none);
  EXPECT_EQ(said("/indexes/notes/remove", {{"ids", {3}}}), "409 the index has no text 3");
  EXPECT_EQ(said("/indexes/notes/remove", {{"ids", {-1}}}),
            "422 ids: an id is a whole number of 0 or more");
  EXPECT_EQ(said("/indexes/notes/remove", Json::object()),
            "422 ids: no array of the numbers of texts");
  EXPECT_EQ(said("/indexes/notes/search", {{"inputs", "king"}, {"k", 1001}}),
            "422 k: 1000 is the most");
  const Json many(100, "king");
  EXPECT_EQ(said("/indexes/notes/search", {{"inputs", many}, {"k", 1000}}),
            "422 inputs: too many for such a k, or width; ask in several requests");
  EXPECT_EQ(Ask("PUT", "/indexes/notes").status, 405U);
  EXPECT_EQ(Ask("POST", "/indexes/notes").status, 405U);
  EXPECT_EQ(Get("/indexes").json()["indexes"].size(), 1U);
}

TEST_F(IndexesTest, MayBeAThousand) {
  StartWithIndexes();
  Make("notes", texts_);
  server_.reset();
  for (int i = 1; i < 1000; ++i) {
    fs::copy_file(folder() + "/notes.safetensors", fmt::format("{}/{}.safetensors", folder(), i));
  }
  StartWithIndexes();
  EXPECT_EQ(Refusal(Make("other", texts_)), "409 there are too many indexes");
  Ask("DELETE", "/indexes/7");
  EXPECT_EQ(Make("other", texts_).status, 201U);
}

TEST_F(IndexesTest, AnAnswerOfLongTextsIsRefused) {
  StartWithIndexes();
  Make("notes", {"king " + std::string(1'000'000, 'a')});
  const auto search = [&](std::size_t queries) {
    return Post("/indexes/notes/search", {{"inputs", Json(queries, "king")}, {"k", 1}});
  };
  EXPECT_EQ(search(1).status, 200U);
  EXPECT_EQ(Refusal(search(9)), "422 k: the texts that were found are too long for one answer");
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
  EXPECT_EQ(Refusal(Post("/indexes/notes/search", {{"inputs", "king"}})),
            "409 the model that this index was made with is not served any more");
  server_.reset();
  std::ofstream(folder() + "/broken.safetensors") << "no index";
  EXPECT_THAT(base::MessageOfError([&] { server_.emplace(settings); }),
              HasSubstr("broken.safetensors, byte 0: a header of"));
}

TEST(IndexStore, AFolderThatCannotBeIsNamed) {
  EXPECT_THAT(base::MessageOfError([&] { IndexStore("/dev/null/indexes", CpuTarget::kBest); }),
              HasSubstr("/dev/null/indexes: cannot make this folder: Not a directory"));
}

TEST(IndexStore, SoManyChangesMayWait) {
  std::latch begun(1);
  std::latch free(1);
  IndexStore store(testing::TempDir() + "indexes_busy", CpuTarget::kBest);
  store.Later([&] {
    begun.count_down();
    free.wait();
  });
  begun.wait();
  for (int i = 0; i < 16; ++i) EXPECT_NO_THROW(store.Later([] {}));
  EXPECT_THAT([&] { store.Later([] {}); },
              testing::ThrowsMessage<http::HttpError>(
                  "too many changes of indexes are waiting; try again later"));
  free.count_down();
}

TEST(IndexStore, AFileThatCannotBeRemovedIsNamedAndItsIndexStays) {
  const std::string folder = testing::TempDir() + "indexes_stuck";
  fs::remove_all(folder);
  IndexStore store(folder, CpuTarget::kBest);
  store.Put("notes", HnswIndex::Build(ReadWordVectors(SmallWords())));
  const std::string path = folder + "/notes.safetensors";
  fs::remove(path);
  fs::create_directories(path + "/full");
  EXPECT_EQ(base::MessageOfError([&] { store.Remove("notes"); }),
            path + ": cannot remove: Directory not empty");
  EXPECT_TRUE(store.Find("notes"));
}

/// A limit of open files, for a while.
class FewFiles {
 public:
  /// So that `more` can be opened, and no others.
  explicit FewFiles(int more) {
    // A sanitizer looks at an object whose kind is new to it by way of a pipe: an error is thrown
    // and caught while it can.
    (void)base::MessageOfError([] { throw base::SystemError("open", "nothing"); });
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
  std::string refusal;
  {
    const FewFiles only_the_one_that_is_written(1);
    refusal = base::MessageOfError([&] { store.Put("notes", index); });
  }
  EXPECT_THAT(refusal, HasSubstr("Too many open files"));  // a matcher is such an object, too
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
