#include "firth/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "firth/error.h"

namespace firth {
namespace {

std::string LongText() {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "line " + std::to_string(i) + (i % 7 == 0 ? "\n" : " ");
  return text;
}

std::string Gzip(const std::string& text) {
  std::string packed(compressBound(text.size()) + 100, '\0');
  z_stream stream{};
  constexpr int kGzip = 16;
  deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string Zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

std::string Save(const std::string& name, const std::string& bytes) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::vector<std::string> Blocks(const Corpus& corpus) {
  std::vector<std::string> blocks;
  const auto reader = corpus.Open();
  while (const auto block = reader->Next()) {
    EXPECT_EQ(block->number, blocks.size());
    blocks.emplace_back(block->text);
  }
  return blocks;
}

std::string Joined(const std::vector<std::string>& blocks) {
  std::string text;
  for (const std::string& block : blocks) text += block;
  return text;
}

TEST(Corpus, GivesTheSameBlocksHoweverTheTextIsPacked) {
  const std::string text = LongText();
  const auto plain = Blocks(*OpenCorpus({Save("plain.txt", text)}));
  EXPECT_GT(plain.size(), 5U);
  EXPECT_EQ(Joined(plain), text);
  EXPECT_EQ(Blocks(*OpenCorpus({Save("packed.gz", Gzip(text))})), plain);
  EXPECT_EQ(Blocks(*OpenCorpus({Save("packed.zst", Zstd(text))})), plain);
  EXPECT_EQ(Blocks(*TextCorpus(text)), plain);
}

TEST(Corpus, ReadsPackedPartsOneAfterTheOther) {
  EXPECT_EQ(Joined(Blocks(*OpenCorpus({Save("two.gz", Gzip("a b\n") + Gzip("c\n"))}))), "a b\nc\n");
  EXPECT_EQ(Joined(Blocks(*OpenCorpus({Save("two.zst", Zstd("a b\n") + Zstd("c\n"))}))),
            "a b\nc\n");
}

TEST(Corpus, NumbersBlocksThroughSeveralFiles) {
  const auto corpus =
      OpenCorpus({Save("one.txt", "a"), Save("none.txt", ""), Save("two.txt", "b")});
  EXPECT_THAT(Blocks(*corpus), testing::ElementsAre("a", "b"));
  EXPECT_TRUE(corpus->rereadable());
  EXPECT_EQ(corpus->bytes_on_disk(), 2U);
}

TEST(Corpus, ATruncatedArchiveIsAnError) {
  const std::string text = LongText();
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    const std::string path = Save("cut", packed.substr(0, packed.size() - 9));
    try {
      Blocks(*OpenCorpus({path}));
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kFormat);
      EXPECT_THAT(error.what(), testing::HasSubstr("cut short"));
    }
  }
}

TEST(Corpus, ABrokenArchiveIsAnError) {
  for (std::string packed : {Gzip(LongText()), Zstd(LongText())}) {
    packed[packed.size() / 2] = static_cast<char>(~packed[packed.size() / 2]);
    packed[packed.size() / 2 + 1] = static_cast<char>(~packed[packed.size() / 2 + 1]);
    EXPECT_THAT(base::MessageOfError([&] { Blocks(*OpenCorpus({Save("broken", packed)})); }),
                testing::HasSubstr("compress the text anew"));
  }
}

TEST(Corpus, LeavesOutAByteOrderMark) {
  EXPECT_THAT(Blocks(*OpenCorpus({Save("marked.txt",
                                       "\xEF\xBB\xBF"
                                       "a b\n")})),
              testing::ElementsAre("a b\n"));
}

TEST(Corpus, RefusesWhatIsNoText) {
  std::string wide;
  for (const char c : std::string("wide letters, all of them\n")) wide += {c, '\0'};
  std::string junk;
  for (int i = 0; i < 10'000; ++i) junk += static_cast<char>(i * 7919 % 251);
  for (const std::string& bytes : {wide, junk}) {
    try {
      Blocks(*OpenCorpus({Save("junk.bin", bytes)}));
      FAIL();
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("looks like binary data"));
    }
  }
}

TEST(Corpus, HasAnotherFingerprintWhenItHasChanged) {
  const std::string text = LongText() + LongText();
  const auto corpus = OpenCorpus({Save("changing.txt", text)});
  const auto before = corpus->fingerprint();
  ASSERT_TRUE(before);
  EXPECT_EQ(corpus->fingerprint(), before);
  Save("changing.txt", text + "more");
  EXPECT_NE(corpus->fingerprint(), before);
  EXPECT_NE(TextCorpus("a")->fingerprint(), TextCorpus("b")->fingerprint());
  EXPECT_FALSE(OpenCorpus({"-"})->fingerprint());
}

TEST(Corpus, StandardInputIsReadOnce) { EXPECT_FALSE(OpenCorpus({"-"})->rereadable()); }

}  // namespace
}  // namespace firth
