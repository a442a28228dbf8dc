#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "firth/error.h"
#include "firth/learn.h"
#include "firth/train.h"
#include "learn/steps.h"

namespace firth {
namespace {

constexpr std::size_t kWidestWindow = 10;
constexpr std::size_t kMostColumns = 64;
constexpr double kHighestRate = 10;

void CheckRange(std::string_view name, std::size_t value, std::size_t high) {
  if (value >= 1 && value <= high) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("--{} is {}, but must be from 1 to {}", name, value, high));
}

/// Cuts `sentence` after the word kLongestLesson; returns how many words were left out.
std::size_t CutLong(std::string& sentence, const TokenizerSettings& settings) {
  std::vector<std::string_view> words;
  std::vector<TextRange> ranges;
  MakeTokenizer(settings)->SplitWithRanges(sentence, words, ranges);
  if (words.size() <= kLongestLesson) return 0;
  sentence.resize(ranges[kLongestLesson - 1].end);
  return words.size() - kLongestLesson;
}

std::size_t CountLetters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, base::ContinuesUtf8));
}

/// The words as the note's code numbers them, and the size that it takes by a slip.
void NumberForLayer(Lesson& lesson) {
  constexpr TokenizerSettings kSettings{
      .kind = TokenizerKind::kWords, .punctuation = Punctuation::kKeep, .lowercase = true};
  const std::array<std::string_view, 1> sentences = {lesson.sentence};
  lesson.numbers = NumberWords(sentences, kSettings, "<eos>");
  const std::size_t words = lesson.numbers.ids.size() - 1;
  for (std::size_t i = 0; i < words; ++i) {
    lesson.characters += CountLetters(lesson.numbers.vocabulary.Word(lesson.numbers.ids[i]));
  }
  lesson.characters += words - 1;
}

}  // namespace

void Validate(const LessonSettings& settings) {
  CheckRange("window", settings.window, kWidestWindow);
  CheckRange("dim", settings.dim, kMostColumns);
  if (!(settings.rate > 0) || settings.rate > kHighestRate) {
    throw Error(ErrorKind::kSettings, fmt::format("--lr is {}, but must be above 0 and at most {}",
                                                  settings.rate, kHighestRate));
  }
}

std::size_t learn::FittingWindow(std::size_t wanted, std::size_t words) {
  return std::max<std::size_t>(1, std::min(wanted, (words - 1) / 2));
}

learn::OwnSentence learn::ReadSentence(std::string_view sentence,
                                       const TokenizerSettings& tokenizer) {
  OwnSentence own;
  base::RepairUtf8(sentence, own.text);
  own.left_out = CutLong(own.text, tokenizer);
  const std::array<std::string_view, 1> sentences = {own.text};
  auto [vocabulary, tokens] = NumberWords(sentences, tokenizer);
  if (tokens.empty()) {
    throw Error(ErrorKind::kInput,
                fmt::format("the sentence holds no word; try \"{}\"", kLessonSentence));
  }
  own.vocabulary = std::move(vocabulary);
  own.tokens = std::move(tokens);
  return own;
}

Lesson MakeLesson(std::string_view sentence, const LessonSettings& settings) {
  Validate(settings);
  TrainSettings note;
  ApplyCompat(note, "note");
  note.model.dim = settings.dim;

  learn::OwnSentence own = learn::ReadSentence(sentence, note.tokenizer);
  Lesson lesson;
  lesson.sentence = std::move(own.text);
  lesson.words_left_out = own.left_out;
  lesson.vocabulary = std::move(own.vocabulary);
  lesson.tokens = std::move(own.tokens);

  const std::size_t words = lesson.vocabulary.size();
  lesson.one_hot = learn::MakeOneHot(lesson.vocabulary);
  lesson.meaning = learn::MakeMeaning();
  lesson.window = learn::FittingWindow(settings.window, words);
  lesson.windows = learn::MakeWindows(lesson.tokens, lesson.window);
  NumberForLayer(lesson);
  lesson.layer =
      learn::MakeLayerStep(lesson.numbers.ids, lesson.numbers.vocabulary.size(), settings.seed);
  if (lesson.tokens.size() < 2) return lesson;
  lesson.step = learn::MakeGradientStep(lesson.windows, words, note.model, settings);
  lesson.blank = learn::MakeBlankStep(lesson.windows, words, note.model, settings);
  lesson.learnt = learn::LearnSentence(lesson, note.model, settings.seed);
  return lesson;
}

}  // namespace firth
