// Files of fastText's and gensim's making, of all ages: each is read, or refused with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "firth/error.h"
#include "formats/fasttext.h"
#include "formats/test_support.h"

namespace firth::formats {
namespace {

using testing::HasSubstr;

constexpr const char* kNoVectors = "holds no word vectors";

struct Fixture {
  const char* name;
  Format format = Format::kFasttext;
  std::size_t words = 0;
  std::size_t dim = 0;
  std::size_t buckets = 0;
  const char* model = "skipgram";
  const char* refused = nullptr;  ///< a part of the message; null: it is read
};

/// All that the folder holds.
const std::vector<Fixture>& Fixtures() {
  static const std::vector<Fixture> all = {
      {.name = "compatible-hash-true.model", .refused = "save it with gensim's"},
      {.name = "cp852_fasttext.bin", .words = 171, .dim = 2, .buckets = 1'000},
      {.name = "crime-and-punishment.bin", .words = 291, .dim = 5, .buckets = 100},
      {.name = "crime-and-punishment.txt", .refused = kNoVectors},
      {.name = "crime-and-punishment.vec", .format = Format::kWord2vecText, .words = 291, .dim = 5},
      {.name = "lee.cor", .refused = kNoVectors},
      {.name = "lee_background.cor", .refused = kNoVectors},
      {.name = "lee_fasttext.bin", .words = 1'762, .dim = 10, .buckets = 1'000},
      {.name = "lee_fasttext.vec", .format = Format::kWord2vecText, .words = 1'762, .dim = 10},
      {.name = "lee_fasttext_new.bin", .words = 1'763, .dim = 10, .buckets = 1'000},
      {.name = "non_ascii_fasttext.bin", .words = 171, .dim = 2, .buckets = 10'000},
      {.name = "pang_lee_polarity_fasttext.bin", .words = 1'694, .dim = 100, .model = "supervised"},
      {.name = "pang_lee_polarity_fasttext.vec",
       .format = Format::kWord2vecText,
       .words = 1'694,
       .dim = 100},
      {.name = "toy-model-pretrained.bin", .words = 24, .dim = 5, .buckets = 100},
      {.name = "toy-model.bin", .words = 22, .dim = 5, .buckets = 100, .model = "cbow"},
      {.name = "toy-model.vec", .format = Format::kWord2vecText, .words = 22, .dim = 5},
  };
  return all;
}

std::string FolderOf(const std::string& data) { return data + "/fixtures/fasttext/"; }

TEST(FasttextFixtures, AreAllListedHere) {
  FIRTH_NEEDS_DATA(data);
  std::set<std::string> there;
  for (const auto& file : std::filesystem::directory_iterator(FolderOf(data))) {
    there.insert(file.path().filename().string());
  }
  std::set<std::string> listed;
  for (const Fixture& fixture : Fixtures()) listed.insert(fixture.name);
  EXPECT_EQ(listed, there);
}

TEST(FasttextFixtures, AreReadOrRefusedWithTheirReason) {
  FIRTH_NEEDS_DATA(data);
  for (const Fixture& fixture : Fixtures()) {
    SCOPED_TRACE(fixture.name);
    const std::string path = FolderOf(data) + fixture.name;
    if (fixture.refused != nullptr) {
      EXPECT_THAT(MessageOf([&] { ReadWordVectors(path); }), HasSubstr(fixture.refused));
      EXPECT_THAT(MessageOf([&] { DescribeFile(path); }), HasSubstr(fixture.refused));
      continue;
    }
    const FileInfo info = DescribeFile(path);
    EXPECT_EQ(info.format, fixture.format);
    EXPECT_EQ(info.words, fixture.words);
    EXPECT_EQ(info.dim, fixture.dim);
    EXPECT_EQ(info.buckets, fixture.buckets);
    const WordVectors vectors = ReadWordVectors(path);
    EXPECT_EQ(vectors.size(), fixture.words);
    EXPECT_EQ(vectors.dim(), fixture.dim);
    EXPECT_EQ(vectors.subwords() != nullptr, fixture.buckets > 0);
    if (fixture.format == Format::kFasttext) {
      EXPECT_EQ(info.metadata.at("model"), fixture.model);
      EXPECT_TRUE(vectors.vocabulary().HasCounts());
    }
  }
}

/// To five digits, as `.vec` has the vectors of a `.bin`; but for the word `except`.
void ExpectAlike(const WordVectors& exact, const WordVectors& rounded,
                 std::string_view except = {}) {
  ASSERT_EQ(exact.size(), rounded.size());
  for (std::uint32_t i = 0; i < exact.size(); ++i) {
    const std::string_view word = exact.vocabulary().Word(TokenId{i});
    EXPECT_EQ(rounded.vocabulary().Word(TokenId{i}), word);
    if (word == except) continue;
    const auto a = exact.matrix().Row(RowId{i});
    const auto b = rounded.matrix().Row(RowId{i});
    for (std::size_t c = 0; c < a.size(); ++c) {
      EXPECT_NEAR(a[c], b[c], 1e-6 + 1e-4 * std::abs(b[c])) << word << ", number " << c;
    }
  }
}

TEST(FasttextFixtures, ModelsHaveTheVectorsOfTheirTexts) {
  FIRTH_NEEDS_DATA(data);
  for (const std::string name :
       {"crime-and-punishment", "lee_fasttext", "pang_lee_polarity_fasttext", "toy-model"}) {
    SCOPED_TRACE(name);
    const std::string path = FolderOf(data) + name;
    // Before there were versions fastText gave the line's end n-grams.
    const bool old = name == "lee_fasttext";
    ExpectAlike(ReadWordVectors(path + ".bin"), ReadWordVectors(path + ".vec"),
                old ? kLineEndWord : std::string_view());
  }
}

TEST(FasttextFixtures, GoOutAsTheyCameIn) {
  FIRTH_NEEDS_DATA(data);
  const std::string copy = TemporaryPath("copy.bin");
  for (const Fixture& fixture : Fixtures()) {
    if (fixture.refused != nullptr) continue;
    SCOPED_TRACE(fixture.name);
    const WordVectors before = ReadWordVectors(FolderOf(data) + fixture.name);
    WriteWordVectors(before, copy, Format::kFasttext);
    const WordVectors after = ReadWordVectors(copy);
    ExpectAlike(after, before);
    if (before.subwords() == nullptr) continue;
    ASSERT_NE(after.subwords(), nullptr);
    EXPECT_EQ(after.subwords()->settings, before.subwords()->settings);
    EXPECT_EQ(after.VectorOf("unheard-of"), before.VectorOf("unheard-of"));
  }
}

TEST(FasttextFixtures, CutShortTheyAreRefused) {
  FIRTH_NEEDS_DATA(data);
  constexpr std::size_t kCuts = 40;
  for (const Fixture& fixture : Fixtures()) {
    if (fixture.refused != nullptr || fixture.format != Format::kFasttext) continue;
    SCOPED_TRACE(fixture.name);
    const std::string bytes = Slurp(FolderOf(data) + fixture.name);
    for (std::size_t i = 0; i < kCuts; ++i) {
      const std::string_view part = std::string_view(bytes).substr(0, bytes.size() * i / kCuts);
      EXPECT_NE(MessageOf([&] { ReadFasttext(FromBytes(part), {}); }), "") << part.size();
    }
    EXPECT_THAT(MessageOf([&] { ReadFasttext(FromBytes(bytes + "?"), {}); }),
                HasSubstr("1 byte after the output matrix"));
  }
}

}  // namespace
}  // namespace firth::formats
