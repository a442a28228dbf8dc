#include "encoder/files/tokenizer_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

using testing::HasSubstr;

constexpr const char* kTokenizer = R"({
  "added_tokens": [{"id": 0, "content": "[UNK]"}, {"id": 1, "content": "[CLS]"},
                   {"id": 2, "content": "[SEP]"}],
  "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                 "strip_accents": null, "lowercase": false},
  "pre_tokenizer": {"type": "BertPreTokenizer"},
  "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 50,
            "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "The": 3}}})";

std::string MessageWith(const std::string& from, const std::string& to) {
  std::string json = kTokenizer;
  json.replace(json.find(from), from.size(), to);
  return base::MessageOfError([&] {
    TokenizerFromJson(JsonFile(formats::Source{json, "t.json", nullptr}));
  });
}

TEST(TokenizerFromJson, TakesEverySetting) {
  const WordPieceTokenizer tokenizer =
      TokenizerFromJson(JsonFile(formats::Source{kTokenizer, "t.json", nullptr}));
  EXPECT_FALSE(tokenizer.settings().lowercase);
  EXPECT_FALSE(tokenizer.settings().strip_accents);  // null: as lowercase
  EXPECT_EQ(tokenizer.settings().longest_word, 50U);
  Encoding encoding;
  tokenizer.Encode("The the[SEP]", 0, encoding);
  EXPECT_THAT(encoding.ids,
              testing::ElementsAre(PieceId{1}, PieceId{3}, PieceId{0}, PieceId{2}, PieceId{2}));
}

TEST(TokenizerFromJson, SaysWhatItCannotUse) {
  EXPECT_THAT(MessageWith("BertPreTokenizer", "ByteLevel"), HasSubstr("ByteLevel"));
  EXPECT_THAT(MessageWith("\"WordPiece\"", "\"BPE\""), HasSubstr("its model is BPE"));
  EXPECT_THAT(MessageWith("\"The\": 3", "\"The\": 7"), HasSubstr("ids of 4 pieces"));
  EXPECT_THAT(MessageWith("\"The\": 3", "\"The\": 2"), HasSubstr("each once"));
  EXPECT_THAT(MessageWith("\"vocab\"", "\"words\""), HasSubstr("\"vocab\""));
  EXPECT_THAT(MessageWith("\"vocab\": {", "\"vocab\": 3, \"words\": {"), HasSubstr("is no list"));
  EXPECT_THAT(MessageWith("\"lowercase\": false", "\"lowercase\": 3"), HasSubstr("lowercase"));
}

TEST(JsonFile, AFileFarTooLongIsNotParsed) {
  const std::string path = testing::TempDir() + "long.json";
  std::ofstream(path).flush();
  std::filesystem::resize_file(path, (std::uintmax_t{1} << 28) + 1);  // takes no room on the disk
  EXPECT_THAT(base::MessageOfError([&] { JsonFile{path}; }),
              testing::StrEq(path + ": is longer than any such file"));
  std::filesystem::remove(path);
}

TEST(ReadTokenizer, NamesTheFileOfWhatIsWrong) {
  const std::string folder = SmallModel();
  WriteFile(folder + "/tokenizer_config.json", R"({"do_lower_case": 1})");
  const auto message = [&] { return base::MessageOfError([&] { ReadTokenizer(folder); }); };
  EXPECT_THAT(message(), HasSubstr("tokenizer_config.json: \"do_lower_case\" is neither"));
  WriteFile(folder + "/vocab.txt", "[UNK]\n[CLS]\n");
  std::filesystem::remove(folder + "/tokenizer_config.json");
  EXPECT_THAT(message(), HasSubstr("vocab.txt: "));
}

TEST(ReadTokenizer, LinesOfAVocabularyEndWithNewlinesAlone) {
  const std::string folder = SmallModel();
  WriteFile(folder + "/vocab.txt", "[UNK]\n[CLS]\n[SEP]\n\xE2\x80\xA8\nthe");
  const WordPieceTokenizer tokenizer = ReadTokenizer(folder);
  EXPECT_EQ(tokenizer.size(), 5U);
  EXPECT_EQ(tokenizer.Piece(PieceId{4}), "the");
}

}  // namespace
}  // namespace firth::encoder
