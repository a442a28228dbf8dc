#include "firth/hnsw.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <set>
#include <tuple>

#include "base/error_testing.h"
#include "base/random.h"
#include "firth/error.h"
#include "firth/formats.h"
#include "formats/safetensors_header.h"
#include "hnsw/graph.h"

namespace firth {
namespace {

using testing::HasSubstr;

constexpr std::size_t kDim = 12;

/// Vectors in clusters, as those of words are; named "FIRST", "FIRST + 1" and so on.
WordVectors MakeVectors(std::size_t rows, std::size_t first = 0) {
  base::SplitMix64 random(first + 1);
  Vocabulary vocabulary;
  Matrix matrix(rows, kDim);
  for (std::uint32_t i = 0; i < rows; ++i) {
    vocabulary.Add(std::to_string(first + i));
    const float centre = static_cast<float>(random.Below(9)) / 4;
    for (float& number : matrix.MutableRow(RowId{i})) {
      number = centre * (random.UnitFloat() - 0.3F) + random.UnitFloat() - 0.5F;
    }
  }
  return {std::move(vocabulary), std::move(matrix)};
}

std::vector<float> MakeQuery(std::uint64_t seed) {
  base::SplitMix64 random(seed);
  std::vector<float> query(kDim);
  for (float& number : query) number = random.UnitFloat() - 0.4F;
  return query;
}

std::set<std::size_t> RowsOf(const std::vector<Neighbor>& found) {
  std::set<std::size_t> rows;
  for (const Neighbor& one : found) rows.insert(Index(one.row));
  return rows;
}

/// The share of the ten true nearest that are found, over 100 queries.
double Recall(const HnswIndex& index, std::size_t width) {
  std::size_t hits = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto query = MakeQuery(seed);
    const auto truth = RowsOf(index.SearchAll(query, 10));
    for (const std::size_t row : RowsOf(index.Search(query, 10, width))) hits += truth.count(row);
  }
  return static_cast<double>(hits) / 1000;
}

std::string TestFile() {
  std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ranges::replace(name, '/', '_');
  return testing::TempDir() + name + ".safetensors";
}

class HnswMetrics : public testing::TestWithParam<Metric> {};

TEST_P(HnswMetrics, FindsNearlyAllOfTheNearest) {
  const HnswIndex one = HnswIndex::Build(MakeVectors(1200), {.metric = GetParam(), .threads = 1});
  EXPECT_GT(Recall(one, 100), 0.98);
  const HnswIndex two = HnswIndex::Build(MakeVectors(1200), {.metric = GetParam(), .threads = 3});
  EXPECT_GT(Recall(two, 100), 0.98);
}

TEST_P(HnswMetrics, ScoresAreWhatTheyAreCalled) {
  const WordVectors vectors = MakeVectors(50);
  const HnswIndex index = HnswIndex::Build(MakeVectors(50), {.metric = GetParam(), .threads = 1});
  const auto query = MakeQuery(1);
  for (const Neighbor& found : index.SearchAll(query, 50)) {
    double dot = 0;
    double row_square = 0;
    double query_square = 0;
    for (std::size_t c = 0; c < kDim; ++c) {
      const double number = vectors.matrix().Row(found.row)[c];
      dot += number * query[c];
      row_square += number * number;
      query_square += double{query[c]} * query[c];
    }
    const double expected = GetParam() == Metric::kDot ? dot
                            : GetParam() == Metric::kCosine
                                ? dot / std::sqrt(row_square * query_square)
                                : -std::sqrt(row_square + query_square - 2 * dot);
    EXPECT_NEAR(found.score, expected, 1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(All, HnswMetrics,
                         testing::Values(Metric::kCosine, Metric::kDot, Metric::kL2),
                         [](const auto& tested) { return std::string(MetricName(tested.param)); });

class HnswStorages : public testing::TestWithParam<std::tuple<Metric, Storage>> {
 protected:
  HnswSettings Settings() const {
    return {.metric = std::get<0>(GetParam()), .storage = std::get<1>(GetParam()), .threads = 1};
  }
};

TEST_P(HnswStorages, WalksByCodesAndShowsTheScoresOfVectors) {
  const HnswIndex index = HnswIndex::Build(MakeVectors(1200), Settings());
  // Signs of twelve numbers tell little: more of what they find must be compared.
  EXPECT_GT(Recall(index, index.storage() == Storage::kBinary ? 800 : 150), 0.97);
  const auto query = MakeQuery(5);
  const auto truth = index.SearchAll(query, 10);
  const auto found = index.Search(query, 10, 1200);
  EXPECT_EQ(RowsOf(found), RowsOf(truth));
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i].score, truth[i].score, 1e-5);
}

TEST_P(HnswStorages, AFileAnswersAsTheIndexDidOnEveryTarget) {
  const std::string path = TestFile();
  const HnswIndex index = HnswIndex::Build(MakeVectors(300), Settings());
  index.Write(path);
  for (const CpuTarget target : AvailableCpuTargets()) {
    const HnswIndex read = HnswIndex::Read(path, target);
    EXPECT_EQ(read.storage(), Settings().storage);
    std::size_t same = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto query = MakeQuery(seed);
      same += RowsOf(read.Search(query, 5, 100)) == RowsOf(index.Search(query, 5, 100)) ? 1U : 0U;
    }
    EXPECT_GE(same, 19U);  // sums in another order may change the places of equals
  }
}

INSTANTIATE_TEST_SUITE_P(All, HnswStorages,
                         testing::Combine(testing::Values(Metric::kCosine, Metric::kDot,
                                                          Metric::kL2),
                                          testing::Values(Storage::kFloat32, Storage::kBf16,
                                                          Storage::kInt8, Storage::kBinary)),
                         [](const auto& tested) {
                           return fmt::format("{}_{}", MetricName(std::get<0>(tested.param)),
                                              StorageName(std::get<1>(tested.param)));
                         });

TEST(Hnsw, TheExactSearchIsThatOfTheExactIndex) {
  const WordVectors vectors = MakeVectors(300);
  const HnswIndex index = HnswIndex::Build(MakeVectors(300), {.threads = 1});
  const ExactIndex exact(vectors.matrix().view());
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto query = MakeQuery(seed);
    EXPECT_EQ(RowsOf(index.SearchAll(query, 5)), RowsOf(exact.Search(query, 5)));
  }
}

TEST(Hnsw, OneThreadGivesTheSameGraphEveryTime) {
  const std::string path = TestFile();
  const auto bytes = [&] {
    HnswIndex::Build(MakeVectors(400), {.threads = 1}).Write(path);
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(bytes(), bytes());
}

TEST(Hnsw, AFileAnswersAsTheIndexDidAndIsAFileOfVectors) {
  const std::string path = TestFile();
  const HnswIndex index = HnswIndex::Build(MakeVectors(500), {.metric = Metric::kL2, .threads = 1});
  index.Write(path);
  const HnswIndex read = HnswIndex::Read(path);
  EXPECT_EQ(read.metric(), Metric::kL2);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto query = MakeQuery(seed);
    EXPECT_EQ(RowsOf(read.Search(query, 7, 20)), RowsOf(index.Search(query, 7, 20)));
  }
  EXPECT_EQ(ReadWordVectors(path).size(), 500U);
}

TEST(Hnsw, RemovedRowsAreNotFoundAndStayRemoved) {
  HnswIndex index = HnswIndex::Build(MakeVectors(500), {.threads = 1});
  const auto query = MakeQuery(3);
  const auto before = index.Search(query, 5);
  for (const Neighbor& found : before) index.Remove(found.row);
  EXPECT_EQ(index.size(), 495U);
  index.Write(TestFile());
  const HnswIndex read = HnswIndex::Read(TestFile());
  EXPECT_EQ(read.size(), 495U);
  for (const std::size_t row : RowsOf(read.Search(query, 20))) {
    EXPECT_EQ(RowsOf(before).count(row), 0U);
  }
  EXPECT_GT(Recall(read, 100), 0.98);
}

TEST(Hnsw, AddedRowsAreFoundAsIfTheyHadBeenThere) {
  HnswIndex small = HnswIndex::Build(MakeVectors(600), {.threads = 1});
  small.Remove(RowId{7});
  small.Write(TestFile());
  const HnswIndex grown = HnswIndex::Read(TestFile()).Add(MakeVectors(600, 600), 1);
  EXPECT_EQ(grown.vectors().size(), 1200U);
  EXPECT_EQ(grown.size(), 1199U);
  EXPECT_EQ(grown.vectors().vocabulary().Word(TokenId{1199}), "1199");
  EXPECT_GT(Recall(grown, 100), 0.98);
}

TEST(Hnsw, AnIndexKeepsNgramsAndGivesItsSettingsToNoOtherFile) {
  Vocabulary vocabulary;
  Matrix matrix(2, 2);
  vocabulary.Add("up");
  matrix.MutableRow(RowId{0})[0] = 3;
  vocabulary.Add("right");
  matrix.MutableRow(RowId{1})[1] = 2;
  SubwordTable table{{5, 6, 1}, Matrix(1, 2)};
  table.rows.MutableRow(RowId{0})[1] = 0.5F;
  HnswIndex::Build(
      WordVectors(std::move(vocabulary), std::move(matrix), {{"dim", "2"}}, std::move(table)),
      {.storage = Storage::kInt8, .threads = 1})
      .Write(TestFile());
  const HnswIndex read = HnswIndex::Read(TestFile());
  const auto rightly = read.vectors().VectorOf("rightly");
  ASSERT_TRUE(rightly);
  EXPECT_EQ(RowsOf(read.Search(*rightly, 1)), std::set<std::size_t>{1});
  const HnswIndex grown = read.Add(read.vectors(), 1);
  EXPECT_TRUE(grown.vectors().VectorOf("rightly"));
  const Metadata metadata = ReadWordVectors(TestFile()).metadata();
  EXPECT_TRUE(metadata.contains("dim"));
  EXPECT_FALSE(metadata.contains("hnsw_metric"));
  EXPECT_EQ(DescribeFile(TestFile()).metadata.at("hnsw_storage"), "int8");
}

TEST(Hnsw, TinyRowsHaveADirectionToo) {
  Vocabulary vocabulary;
  Matrix matrix(40, kDim);
  base::SplitMix64 random(1);
  for (std::uint32_t i = 0; i < 40; ++i) {
    vocabulary.Add(std::to_string(i));
    for (float& number : matrix.MutableRow(RowId{i})) {
      number = (random.UnitFloat() - 0.5F) * (i % 2 == 0 ? 1e-25F : 1.0F);
    }
  }
  const ExactIndex exact(matrix.view());
  for (const Storage storage : {Storage::kFloat32, Storage::kBf16, Storage::kInt8}) {
    const HnswIndex index = HnswIndex::Build({vocabulary.Clone(), matrix.Copy(RowLayout::kPadded)},
                                             {.storage = storage, .threads = 1});
    for (std::uint32_t i = 0; i < 40; ++i) {
      const auto truth = exact.Search(matrix.Row(RowId{i}), 3);
      for (const auto& found :
           {index.Search(matrix.Row(RowId{i}), 3), index.SearchAll(matrix.Row(RowId{i}), 3)}) {
        ASSERT_EQ(found.size(), 3U);
        for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(found[n].score, truth[n].score, 1e-5);
      }
    }
  }
}

TEST(Hnsw, FewRowsAndZerosAreNoTrouble) {
  Vocabulary vocabulary;
  vocabulary.Add("zero");
  const HnswIndex one = HnswIndex::Build({std::move(vocabulary), Matrix(1, kDim)}, {.threads = 1});
  const auto found = one.Search(MakeQuery(1), 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].score, 0);
  for (const Storage storage : {Storage::kBf16, Storage::kInt8, Storage::kBinary}) {
    Vocabulary zero;
    zero.Add("zero");
    const HnswIndex coded =
        HnswIndex::Build({std::move(zero), Matrix(1, kDim)}, {.storage = storage, .threads = 1});
    EXPECT_EQ(coded.Search(std::vector<float>(kDim), 10).size(), 1U);
  }
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Build({}, {}); }),
              HasSubstr("there are no vectors to make an index of"));
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Build(MakeVectors(3), {.links = 1}); }),
              HasSubstr("links: 1 is not 2 to 256"));
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Build(MakeVectors(3), {.width = 0}); }),
              HasSubstr("width: 0 is not 1 to 65536"));
  EXPECT_THAT(base::MessageOfError([&] { MetricNamed("far"); }),
              HasSubstr("there is no metric far; there are cosine, dot and l2"));
  EXPECT_THAT(base::MessageOfError([&] { StorageNamed("wax"); }),
              HasSubstr("there is no storage wax; there are float32, bf16, int8 and binary"));
  EXPECT_THAT(base::MessageOfError([&] { one.Add(WordVectors(Vocabulary(), Matrix(0, 3))); }),
              HasSubstr("vectors of 3 numbers, but the index has such of 12"));
}

TEST(Hnsw, VectorsThatAreTooLongToCompareAreRefused) {
  Vocabulary vocabulary;
  vocabulary.Add("long");
  Matrix matrix(1, kDim);
  std::ranges::fill(matrix.MutableRow(RowId{0}), 1e30F);
  for (const Metric metric : {Metric::kCosine, Metric::kDot, Metric::kL2}) {
    EXPECT_THAT(base::MessageOfError([&] {
                  HnswIndex::Build({vocabulary.Clone(), matrix.Copy(RowLayout::kPadded)},
                                   {.metric = metric, .threads = 1});
                }),
                HasSubstr("a vector is too long for distances"));
  }
  const HnswIndex index = HnswIndex::Build(MakeVectors(3), {.threads = 1});
  EXPECT_THAT(base::MessageOfError([&] { index.Search(std::vector<float>(kDim, 1e30F), 1); }),
              HasSubstr("a vector is too long for distances"));
}

TEST(Hnsw, AFileThatLiesIsRefused) {
  const std::string path = TestFile();
  HnswIndex::Build(MakeVectors(60), {.links = 4, .threads = 1}).Write(path);
  std::ifstream file(path, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(file), {});
  const auto refusal = [&](const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    return base::MessageOfError([&] { HnswIndex::Read(path); });
  };
  const std::size_t data = 8 + static_cast<std::uint8_t>(whole[0]) +
                           256 * std::size_t{static_cast<std::uint8_t>(whole[1])};
  const std::size_t base = data + 60 * kDim * sizeof(float);
  const auto with_large_number = [&](std::size_t at) {
    std::string changed = whole;
    changed[at + 3] = '\x7f';
    return refusal(changed);
  };
  EXPECT_THAT(with_large_number(base), HasSubstr("row 0 has more links than there is room for"));
  EXPECT_THAT(with_large_number(base + 4), HasSubstr("a link of row 0 leads to 2130706"));
  EXPECT_THAT(refusal(whole.substr(0, whole.size() - 1)), testing::StartsWith(path));
  std::string entry = whole;
  entry.replace(entry.find("\"hnsw_entry\":\"") + 14, 1, "x");
  EXPECT_THAT(refusal(entry), HasSubstr("the metadata's hnsw_entry is no whole number of 0 to 59"));
  WriteWordVectors(MakeVectors(5), path, Format::kSafetensors);
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Read(path); }),
              HasSubstr("holds no graph; firth index build makes one"));
}

/// A file of an index whose header, and numbers, a test changes.
class ChangedIndex {
 public:
  explicit ChangedIndex(const HnswSettings& settings = {.links = 4, .threads = 1}) {
    HnswIndex::Build(MakeVectors(60), settings).Write(path_);
    std::ifstream file(path_, std::ios::binary);
    whole_ = std::string(std::istreambuf_iterator<char>(file), {});
  }
  using Change = std::function<void(formats::SafetensorsHeader& header, std::string& numbers)>;
  /// What is said of the changed file.
  std::string Refusal(const Change& change) const {
    formats::SafetensorsHeader header = formats::ParseSafetensorsHeader({whole_, "file", nullptr});
    std::string numbers = whole_.substr(header.data_start);
    change(header, numbers);
    std::ofstream(path_, std::ios::binary) << formats::MakeSafetensorsHeader(header) << numbers;
    return base::MessageOfError([&] { HnswIndex::Read(path_); });
  }
  std::string WithMetadata(const std::string& key, const std::string& value) const {
    return Refusal([&](auto& header, auto&) { header.metadata[key] = value; });
  }
  std::string Without(const std::string& key) const {
    return Refusal([&](auto& header, auto&) { header.metadata.erase(key); });
  }
  /// With `byte` at so many bytes behind the tensor's start.
  std::string WithByte(const std::string& tensor, std::size_t at, char byte) const {
    return Refusal(
        [&](auto& header, auto& numbers) { numbers[header.tensors.at(tensor).begin + at] = byte; });
  }

 private:
  std::string path_ = TestFile();
  std::string whole_;
};

TEST(Hnsw, AFileIsToldWhatItLacks) {
  const ChangedIndex file;
  EXPECT_EQ(file.Refusal([](auto&, auto&) {}), "");
  EXPECT_THAT(file.Without("hnsw_version"), HasSubstr("holds no graph"));
  EXPECT_THAT(file.WithMetadata("hnsw_version", "2"), HasSubstr("a graph of version 2"));
  EXPECT_THAT(file.Without("hnsw_metric"), HasSubstr("lack hnsw_metric"));
  EXPECT_THAT(file.Without("hnsw_storage"), HasSubstr("lack hnsw_storage"));
  EXPECT_THAT(file.WithMetadata("hnsw_metric", "far"), HasSubstr("no metric far"));
  EXPECT_THAT(file.WithMetadata("hnsw_storage", "wax"), HasSubstr("no storage wax"));
  EXPECT_THAT(file.WithMetadata("hnsw_links", "5"), HasSubstr("that rows and links ask for"));
  EXPECT_THAT(file.WithMetadata("hnsw_storage", "bf16"), HasSubstr("lacks the tensor 'hnsw_codes"));
  EXPECT_THAT(file.WithByte("hnsw_starts", 0, 1), HasSubstr("does not count the lists"));
  EXPECT_THAT(file.WithByte("hnsw_removed", 3, 2), HasSubstr("a number above 1"));
  const auto base_of_floats = [](auto& header, auto&) {
    header.tensors.at("hnsw_base").dtype = "F32";
  };
  EXPECT_THAT(file.Refusal(base_of_floats), HasSubstr("'hnsw_base' is not U32 on a boundary"));
}

TEST(Hnsw, AGraphOfNoRowsIsRefused) {
  const std::string path = TestFile();
  WriteWordVectors(WordVectors(Vocabulary(), Matrix(0, 3)), path, Format::kSafetensors);
  std::ifstream file(path, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(file), {});
  formats::SafetensorsHeader header = formats::ParseSafetensorsHeader({whole, "file", nullptr});
  const Metadata graph = {{"hnsw_version", "1"},       {"hnsw_metric", "dot"},
                          {"hnsw_storage", "float32"}, {"hnsw_links", "4"},
                          {"hnsw_width", "9"},         {"hnsw_seed", "1"}};
  header.metadata.insert(graph.begin(), graph.end());
  std::ofstream(path, std::ios::binary)
      << formats::MakeSafetensorsHeader(header) << whole.substr(header.data_start);
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Read(path); }),
              testing::StrEq(path + ": holds a graph of no rows"));
}

TEST(Hnsw, CodesThatDoNotFitAreRefused) {
  const ChangedIndex file({.storage = Storage::kInt8, .links = 4, .threads = 1});
  const auto half = [](auto& header, auto&) {
    formats::Tensor& codes = header.tensors.at("hnsw_codes");
    const std::uint64_t end = codes.end;
    codes.end = codes.begin + (end - codes.begin) / 2;
    codes.shape = {codes.end - codes.begin};
    header.tensors["rest"] = {
        .dtype = codes.dtype, .shape = {end - codes.end}, .begin = codes.end, .end = end};
  };
  EXPECT_THAT(file.Refusal(half), HasSubstr("the tensors of codes are not of the size"));
}

TEST(Hnsw, VectorsThatAreTooLongForCodesAreRefused) {
  const auto wide = [] {
    Vocabulary vocabulary;
    vocabulary.Add("wide");
    return WordVectors(std::move(vocabulary), Matrix(1, 65'537));
  };
  EXPECT_THAT(base::MessageOfError(
                  [&] { HnswIndex::Build(wide(), {.storage = Storage::kInt8, .threads = 1}); }),
              HasSubstr("vectors of 65537 numbers are stored as float32 alone"));
  const std::string path = TestFile();
  HnswIndex::Build(wide(), {.threads = 1}).Write(path);
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  bytes.replace(bytes.find("\"float32\""), 9, "\"int8\"   ");
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_THAT(base::MessageOfError([&] { HnswIndex::Read(path); }),
              HasSubstr("vectors that are too long"));
}

TEST(Hnsw, LevelsThinOutByTheNumberOfLinks) {
  std::size_t above = 0;
  std::size_t higher = 0;
  for (hnsw::Row row = 0; row < 100000; ++row) {
    const std::size_t level = hnsw::LevelFor(row, 1, 10);
    above += level >= 1 ? 1U : 0U;
    higher += level >= 2 ? 1U : 0U;
  }
  EXPECT_NEAR(static_cast<double>(above), 10000, 500);
  EXPECT_NEAR(static_cast<double>(higher), 1000, 150);
}

}  // namespace
}  // namespace firth
