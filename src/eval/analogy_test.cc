#include "eval/analogy.h"

#include <gtest/gtest.h>

#include "eval/eval_testing.h"

namespace firth::eval {
namespace {

AnalogyReport Ask(const WordVectors& vectors, std::string_view questions,
                  const AnalogyProtocol& protocol) {
  return AskAnalogies(vectors, ParseAnalogies(questions, "q"), {protocol}, {}).front();
}

AnalogyProtocol Peer(std::string_view name) {
  for (const AnalogyProtocol& protocol : PeerProtocols()) {
    if (protocol.name == name) return protocol;
  }
  return {};
}

/// man - king = woman - queen on the axes (male, female, royal).
std::vector<Entry> Royals() {
  return {{"man", {1, 0, 0}}, {"woman", {0, 1, 0}}, {"king", {1, 0, 1}}, {"queen", {0, 1, 1}}};
}

constexpr std::string_view kRoyalQuestion = "man king woman queen\n";

TEST(Analogies, AreCountedBySection) {
  const WordVectors vectors = Vectors(Royals());
  const AnalogyReport report = Ask(vectors,
                                   ": family\nman king woman queen\nman king boy prince\n"
                                   ": gram1\nman woman king queen\nman king woman woman\n",
                                   Peer("GloVe"));
  ASSERT_EQ(report.sections.size(), 2U);
  EXPECT_EQ(report.sections[0].questions, 2U);
  EXPECT_EQ(report.sections[0].asked, 1U);  // boy and prince are unknown
  EXPECT_EQ(report.sections[0].right, 1U);
  EXPECT_EQ(report.total.questions, 4U);
  EXPECT_EQ(report.total.asked, 3U);
  EXPECT_EQ(report.total.right, 2U);  // a word of the question is never the answer
  EXPECT_EQ(report.semantic.asked, 1U);
  EXPECT_EQ(report.syntactic.asked, 2U);
  EXPECT_NEAR(report.accuracy.value, 2.0 / 3, 1e-12);
}

TEST(Analogies, AddUpOverPartsOfTheQuestions) {
  const WordVectors vectors = Vectors(Royals());
  const AnalogyFile file = ParseAnalogies(
      ": family\nman king woman queen\nman king boy prince\n"
      ": gram1\nman woman king queen\nman king woman woman\n",
      "q");
  const auto ask = [&](std::size_t part, std::size_t parts) {
    return AskAnalogies(vectors, file, {Peer("GloVe")}, {.part = part, .parts = parts}).front();
  };
  const AnalogyReport whole = ask(0, 1);
  AnalogyReport sum = ask(0, 3);
  EXPECT_LT(sum.total.questions, whole.total.questions);
  for (const std::size_t part : {1, 2}) AddPart(sum, ask(part, 3));
  EXPECT_EQ(sum.total.questions, whole.total.questions);
  EXPECT_EQ(sum.total.asked, whole.total.asked);
  EXPECT_EQ(sum.total.right, whole.total.right);
  EXPECT_EQ(sum.syntactic.asked, whole.syntactic.asked);
  EXPECT_EQ(sum.sections[1].right, whole.sections[1].right);
  EXPECT_EQ(sum.accuracy.value, whole.accuracy.value);
}

TEST(Analogies, AreNotDividedWithoutGrammarSections) {
  const WordVectors vectors = Vectors(Royals());
  const AnalogyReport report = Ask(vectors, kRoyalQuestion, Peer("word2vec"));
  EXPECT_EQ(report.total.right, 1U);
  EXPECT_EQ(report.semantic.questions + report.syntactic.questions, 0U);
}

TEST(Analogies, KnowNoWordPastTheTop) {
  const WordVectors vectors = Vectors(Royals());
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, {.top = 3}).total.asked, 0U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, {.top = 4}).total.asked, 1U);
}

TEST(Analogies, FollowTheCaseRule) {
  const WordVectors vectors = Vectors(Royals());
  constexpr std::string_view kQuestion = "Man King Woman Queen\n";
  EXPECT_EQ(Ask(vectors, kQuestion, Peer("GloVe")).total.asked, 0U);
  EXPECT_EQ(Ask(vectors, kQuestion, Peer("word2vec")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kQuestion, Peer("gensim")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kQuestion, {.case_rule = CaseRule::kLower}).total.right, 1U);
}

/// "Woman" is nearer to the target than "queen", and another spelling of a word of the question.
TEST(Analogies, OtherSpellingsOfTheQuestionAnswerForWord2vecAlone) {
  auto entries = Royals();
  entries[3].numbers = {0.2F, 0.6F, 1};
  entries.push_back({"Woman", {0, 1, 1}});
  const WordVectors vectors = Vectors(entries);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("word2vec")).total.right, 0U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("gensim")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("GloVe")).total.right, 0U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, {.case_rule = CaseRule::kLower}).total.right, 1U);
}

/// "Queen" is nearer than "queen", whose spelling it has.
TEST(Analogies, AnotherSpellingOfTheAnswerIsRightForWord2vecAndGensim) {
  auto entries = Royals();
  entries[3].numbers = {0.2F, 0.6F, 1};
  entries.push_back({"Queen", {0, 1, 1}});
  const WordVectors vectors = Vectors(entries);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("word2vec")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("gensim")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("GloVe")).total.right, 0U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, {.case_rule = CaseRule::kLower}).total.right, 1U);
}

TEST(Analogies, GloVeNeverAnswersUnknown) {
  auto entries = Royals();
  entries[3].numbers = {0.2F, 0.6F, 1};
  entries.push_back({"<unk>", {0, 1, 1}});
  const WordVectors vectors = Vectors(entries);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("GloVe")).total.right, 1U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("word2vec")).total.right, 0U);
}

TEST(Analogies, Word2vecWantsAPositiveCosine) {
  auto entries = Royals();
  entries[3].numbers = {0, -1, -1};
  const WordVectors vectors = Vectors(entries);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("word2vec")).total.right, 0U);
  EXPECT_EQ(Ask(vectors, kRoyalQuestion, Peer("GloVe")).total.right, 1U);
}

TEST(Analogies, AskTheSameTogetherAsAlone) {
  auto entries = Royals();
  entries.push_back({"KING", {0.5F, 0, 1}});
  entries.push_back({"<unk>", {0.5F, 0.5F, 1}});
  const WordVectors vectors = Vectors(entries);
  const auto file = ParseAnalogies("man king woman queen\nwoman queen man king\n", "q");
  const auto protocols = PeerProtocols();
  const auto together = AskAnalogies(vectors, file, protocols, {.threads = 2});
  for (std::size_t i = 0; i < protocols.size(); ++i) {
    const auto alone = AskAnalogies(vectors, file, {protocols[i]}, {}).front();
    EXPECT_EQ(together[i].total.asked, alone.total.asked) << protocols[i].name;
    EXPECT_EQ(together[i].total.right, alone.total.right) << protocols[i].name;
  }
}

}  // namespace
}  // namespace firth::eval
