#include "firth/encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"

namespace firth {
namespace {

using encoder::SmallModel;
using encoder::WriteFile;
using testing::HasSubstr;

const std::vector<std::string_view> kTexts = {"the bank of the river.", "money", "", "the banks",
                                              "of of of of of of of of of of of river"};

std::vector<float> RowOf(const Matrix& matrix, std::size_t row) {
  const auto numbers = matrix.Row(RowId{static_cast<std::uint32_t>(row)});
  return {numbers.begin(), numbers.end()};
}

std::string MessageOf(const std::string& folder) {
  return base::MessageOfError([&] { Encoder::Load(folder); });
}

TEST(Encoder, ATextsVectorIsTheSameInAnyCompany) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const Matrix together = encoder.Encode(kTexts, {.threads = 1}).vectors;
  ASSERT_EQ(together.rows(), kTexts.size());
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const Matrix alone = encoder.Encode(std::span(kTexts).subspan(i, 1)).vectors;
    EXPECT_EQ(RowOf(alone, 0), RowOf(together, i)) << kTexts[i];
  }
  for (const std::size_t pieces : {1U, 7U, 512U}) {
    const Matrix other = encoder.Encode(kTexts, {.batch_pieces = pieces, .threads = 3}).vectors;
    for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_EQ(RowOf(other, i), RowOf(together, i));
  }
}

TEST(Encoder, PrecisionsAreNearFloat32AndTheSameInAnyCompany) {
  const std::string folder = SmallModel();
  const Matrix expected = Encoder::Load(folder).Encode(kTexts).vectors;
  for (const Precision precision : {Precision::kBFloat16, Precision::kInt8}) {
    const Encoder encoder = Encoder::Load(folder, CpuTarget::kBest, precision);
    EXPECT_EQ(encoder.info().precision, precision);
    const Matrix got = encoder.Encode(kTexts, {.threads = 1}).vectors;
    const Matrix other = encoder.Encode(kTexts, {.batch_pieces = 7, .threads = 3}).vectors;
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      EXPECT_EQ(RowOf(got, i), RowOf(other, i));
      EXPECT_NE(RowOf(got, i), RowOf(expected, i));
      EXPECT_THAT(RowOf(got, i), testing::Pointwise(testing::FloatNear(0.05F), RowOf(expected, i)));
    }
  }
}

TEST(Encoder, EveryCpuTargetGivesTheSameVectors) {
  const std::string folder = SmallModel();
  const Matrix expected = Encoder::Load(folder, CpuTarget::kScalar).Encode(kTexts).vectors;
  for (const CpuTarget target : AvailableCpuTargets()) {
    const Matrix got = Encoder::Load(folder, target).Encode(kTexts).vectors;
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      EXPECT_THAT(RowOf(got, i), testing::Pointwise(testing::FloatNear(2e-5F), RowOf(expected, i)));
    }
  }
}

TEST(Encoder, AWordsVectorDependsOnItsContext) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const std::vector<std::string_view> texts = {"the bank of the river", "the bank of money"};
  const auto pieces = encoder.EncodePieces(texts);
  ASSERT_EQ(pieces[0].encoding.ids[2], pieces[1].encoding.ids[2]);
  EXPECT_NE(RowOf(pieces[0].vectors, 2), RowOf(pieces[1].vectors, 2));
  EXPECT_EQ(pieces[0].encoding.ranges[2], (TextRange{4, 8}));
}

TEST(Encoder, SentencesAreTheMeanOfTheirPieces) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const std::vector<std::string_view> text = {"the bank"};
  const Matrix sentence = encoder.Encode(text).vectors;
  const auto pieces = encoder.EncodePieces(text);
  for (std::size_t c = 0; c < sentence.columns(); ++c) {
    float sum = 0;
    for (std::size_t i = 0; i < 4; ++i) sum += RowOf(pieces[0].vectors, i)[c];
    EXPECT_NEAR(RowOf(sentence, 0)[c], sum / 4, 1e-5);
  }
}

TEST(Encoder, CountsWhatItCuts) {
  const Encoder encoder = Encoder::Load(SmallModel());
  EXPECT_EQ(encoder.info().max_pieces, 20U);
  EXPECT_EQ(encoder.Encode(kTexts).cut, 0U);
  EXPECT_EQ(encoder.Encode(kTexts, {.max_pieces = 6}).cut, 2U);
  EXPECT_THAT(base::MessageOfError([&] { encoder.Encode(kTexts, {.max_pieces = 21}); }),
              HasSubstr("max-pieces: 21 is not between 2 and the model's 20"));
  EXPECT_THAT(base::MessageOfError([&] { encoder.Encode(kTexts, {.max_pieces = 1}); }),
              HasSubstr("max-pieces: 1 is not between 2"));
}

TEST(Encoder, EncodesLongTextsInChunks) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const std::vector<std::string_view> whole = {"the bank of the river", "bank"};
  const std::vector<std::string_view> parts = {"the bank of", "of the river"};
  const EncodeSettings chunks = {.normalize = false, .max_pieces = 5, .chunk_overlap = 1};
  const EncodedTexts encoded = encoder.Encode(whole, chunks);
  EXPECT_EQ(encoded.cut, 0U);
  EXPECT_EQ(encoded.chunked, 1U);
  const Matrix expected = encoder.Encode(parts, {.normalize = false}).vectors;
  for (std::size_t c = 0; c < expected.columns(); ++c) {
    EXPECT_NEAR(RowOf(encoded.vectors, 0)[c], (RowOf(expected, 0)[c] + RowOf(expected, 1)[c]) / 2,
                1e-6);
  }
  EXPECT_THAT(
      base::MessageOfError([&] { encoder.Encode(whole, {.max_pieces = 5, .chunk_overlap = 3}); }),
      HasSubstr("overlap: 3 leaves nothing new in a chunk of 5 tokens"));
}

TEST(Encoder, APrefixStandsBeforeEachText) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const std::vector<std::string_view> bare = {"river"};
  const std::vector<std::string_view> whole = {"the bank of river"};
  EXPECT_EQ(RowOf(encoder.Encode(bare, {.prefix = "the bank of "}).vectors, 0),
            RowOf(encoder.Encode(whole).vectors, 0));
}

TEST(Encoder, TextsThatWereCutBeforeHaveTheSameVectors) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const auto split = encoder.Split(kTexts, {.max_pieces = 6});
  const Matrix expected = encoder.Encode(kTexts, {.max_pieces = 6}).vectors;
  const Matrix got = encoder.EncodeSplit(split);
  for (std::size_t i = 0; i < kTexts.size(); ++i) EXPECT_EQ(RowOf(got, i), RowOf(expected, i));
}

TEST(Encoder, RefusesPiecesThatItCannotTake) {
  const Encoder encoder = Encoder::Load(SmallModel());
  const auto refused = [&](std::vector<PieceId> ids, const char* why) {
    const std::vector<Encoding> one = {{.ids = std::move(ids), .ranges = {}}};
    EXPECT_THAT(base::MessageOfError([&] { encoder.EncodeSplit(one); }), HasSubstr(why));
    EXPECT_THAT(base::MessageOfError([&] { encoder.EncodeSplitPieces(one); }), HasSubstr(why));
  };
  refused({}, "a text of 0 pieces; the model takes 1 to 20");
  refused({PieceId{12}}, "there is no piece 12; the model has 12");
  refused(std::vector<PieceId>(21, PieceId{1}), "a text of 21 pieces; the model takes 1 to 20");
}

TEST(Encoder, AStopLeavesNoVectors) {
  const Encoder encoder = Encoder::Load(SmallModel());
  std::stop_source stop;
  stop.request_stop();
  const EncodedTexts encoded =
      encoder.Encode(kTexts, {}, {.progress = {}, .stop = stop.get_token()});
  EXPECT_TRUE(encoded.stopped);
  EXPECT_EQ(encoded.vectors.rows(), 0U);
}

TEST(Encoder, ReadsModulesAndPrefixedWeights) {
  const std::string folder = SmallModel();
  WriteFile(folder + "/model.safetensors", encoder::SmallWeights("bert."));
  WriteFile(folder + "/modules.json",
            R"([{"type": "sentence_transformers.models.Transformer", "path": ""},
                {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"},
                {"type": "sentence_transformers.models.Normalize", "path": "2_Normalize"}])");
  std::filesystem::create_directories(folder + "/1_Pooling");
  WriteFile(folder + "/1_Pooling/config.json", R"({"pooling_mode_cls_token": true})");
  WriteFile(folder + "/sentence_bert_config.json", R"({"max_seq_length": 12})");
  const Encoder encoder = Encoder::Load(folder);
  EXPECT_EQ(encoder.info().pooling, Pooling::kCls);
  EXPECT_EQ(encoder.info().max_pieces, 12U);
  const auto row = RowOf(encoder.Encode(kTexts).vectors, 0);
  EXPECT_NEAR(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F), 1, 1e-5);
}

TEST(Encoder, SaysWhatIsWrongWithAFolder) {
  const std::string folder = SmallModel();
  EXPECT_THAT(MessageOf(folder + "/none"), HasSubstr("no folder"));
  const auto with = [&](const char* from, const char* to) {
    std::string config = encoder::kConfig;
    config.replace(config.find(from), std::string(from).size(), to);
    WriteFile(folder + "/config.json", config);
    return MessageOf(folder);
  };
  EXPECT_THAT(with("\"bert\"", "\"roberta\""), HasSubstr("model_type is roberta"));
  EXPECT_THAT(with("\"gelu\"", "\"relu\""), HasSubstr("hidden_act is relu"));
  EXPECT_THAT(with("\"hidden_size\": 24", "\"hidden_size\": 25"), HasSubstr("no multiple"));
  EXPECT_THAT(with("\"hidden_size\": 24", "\"hidden_size\": -1"), HasSubstr("no whole number"));
  EXPECT_THAT(with("\"hidden_size\": 24", "\"hidden_size\": 48"), HasSubstr("has the shape"));
  EXPECT_THAT(with("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"), HasSubstr("layer.2"));
  EXPECT_THAT(with("\"vocab_size\": 12", "\"vocab_size\": 9"), HasSubstr("shape"));
  EXPECT_THAT(with("{", "{{"), HasSubstr("JSON"));
  EXPECT_THAT(with("\"gelu\"", "3"), HasSubstr("\"hidden_act\" is no text"));
  EXPECT_THAT(with("1e-12", "\"small\""), HasSubstr("\"layer_norm_eps\" is no number"));
  EXPECT_THAT(with("\"vocab_size\": 12", "\"vocab_size\": 0"), HasSubstr("1 to 10000000"));
  EXPECT_THAT(with(", \"vocab_size\": 12", ""), HasSubstr("lacks \"vocab_size\""));
  WriteFile(folder + "/config.json", encoder::kConfig);
  WriteFile(folder + "/vocab.txt", encoder::kVocabulary + "bread\n");
  EXPECT_THAT(MessageOf(folder), HasSubstr("its tokenizer has 13 pieces"));
}

TEST(Encoder, SaysWhatIsWrongWithModules) {
  const std::string folder = SmallModel();
  std::filesystem::create_directories(folder + "/1_Pooling");
  const auto with = [&](const std::string& modules, const std::string& pooling = "{}") {
    WriteFile(folder + "/modules.json", modules);
    WriteFile(folder + "/1_Pooling/config.json", pooling);
    return MessageOf(folder);
  };
  const std::string first = R"([{"type": "a.Transformer", "path": ""}, )";
  EXPECT_THAT(with("{}"), HasSubstr("is no list of modules"));
  EXPECT_THAT(with("[]"), HasSubstr("is no list of modules"));
  EXPECT_THAT(with(R"([{"type": 3, "path": ""}])"), HasSubstr("a module without type and path"));
  EXPECT_THAT(with(R"([{"type": "a.Clip", "path": ""}])"), HasSubstr("begins with a module Clip"));
  EXPECT_THAT(with(first + R"({"type": "a.Dense", "path": ""}])"), HasSubstr("a module a.Dense"));
  const std::string both = first + R"({"type": "a.Pooling", "path": "1_Pooling"}])";
  EXPECT_THAT(with(both), HasSubstr("names no pooling"));
  EXPECT_THAT(with(both, R"({"pooling_mode_cls_token": 1})"), HasSubstr("neither true nor false"));
  const char* two = R"({"pooling_mode_cls_token": true, "pooling_mode_max_tokens": true})";
  EXPECT_THAT(with(both, two), HasSubstr("several poolings"));
}

TEST(Encoder, SaysWhatIsWrongWithAStaticModel) {
  const std::string folder = SmallModel();
  WriteFile(folder + "/config.json", R"({"model_type": "model2vec"})");
  const auto with = [&](const std::string& name, const std::vector<std::uint64_t>& shape,
                        bool weights = false) {
    encoder::SafetensorsMaker maker;
    maker.Add(name, shape);
    if (weights) maker.Add("weights", {12});
    WriteFile(folder + "/model.safetensors", maker.Bytes());
    return MessageOf(folder);
  };
  EXPECT_EQ(with("embeddings", {12, 3}), "");
  EXPECT_THAT(with("embeddings", {12, 3}, true), HasSubstr("weights of their own"));
  EXPECT_THAT(with("embeddings", {36}), HasSubstr("a matrix is expected"));
  EXPECT_THAT(with("embeddings", {9, 4}), HasSubstr("the other files ask for"));
  EXPECT_THAT(with("other", {12, 3}), HasSubstr("lacks the tensor embedding.weight"));
}

TEST(Encoder, SaysWhichWeightsAPrecisionCannotHold) {
  const std::string folder = SmallModel();
  const std::string weights = encoder::SmallWeights();
  const auto with = [&](float number, Precision precision) {
    std::string bytes = weights;
    // Within the last product's weights.
    for (std::size_t i = bytes.size() - 4000; i + 4 <= bytes.size() - 400; i += 4) {
      std::memcpy(bytes.data() + i, &number, sizeof number);
    }
    WriteFile(folder + "/model.safetensors", bytes);
    return base::MessageOfError([&] { Encoder::Load(folder, CpuTarget::kBest, precision); });
  };
  EXPECT_EQ(with(INFINITY, Precision::kFloat32), "");
  EXPECT_THAT(with(INFINITY, Precision::kBFloat16), HasSubstr("no finite number"));
  EXPECT_THAT(with(INFINITY, Precision::kInt8), HasSubstr("no finite number"));
}

TEST(Encoder, SaysWhichFileIsMissingOrBroken) {
  const std::string folder = SmallModel();
  WriteFile(folder + "/vocab.txt", "the\n");
  EXPECT_THAT(MessageOf(folder), HasSubstr("vocab.txt: the pieces lack [UNK]"));
  std::filesystem::remove(folder + "/vocab.txt");
  EXPECT_THAT(MessageOf(folder), HasSubstr("neither tokenizer.json nor vocab.txt"));
  WriteFile(folder + "/vocab.txt", encoder::kVocabulary);
  const std::string weights = encoder::SmallWeights();
  WriteFile(folder + "/model.safetensors", weights.substr(0, weights.size() - 8));
  EXPECT_NE(MessageOf(folder), "");
  std::filesystem::remove(folder + "/model.safetensors");
  EXPECT_THAT(MessageOf(folder), HasSubstr("model.safetensors"));
  WriteFile(folder + "/pytorch_model.bin", "pickle");
  EXPECT_THAT(MessageOf(folder), HasSubstr("pickle"));
}

}  // namespace
}  // namespace firth
