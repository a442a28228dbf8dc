#include "teach/lesson_json.h"

namespace firth::teach {
namespace {

std::string Word(const Lesson& lesson, TokenId id) {
  return std::string(lesson.vocabulary.Word(id));
}

std::vector<std::string> Words(const Vocabulary& vocabulary) {
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    words.emplace_back(vocabulary.Word(TokenId{i}));
  }
  return words;
}

Json OneHot(const OneHotStep& step) {
  Json json = {{"rows", NumbersOf(step.vectors.matrix().view())}, {"zeros", step.zeros}};
  json["cosine"] = step.cosine ? Json(*step.cosine) : Json();
  return json;
}

Json Pairs(const std::vector<MeaningPair>& pairs) {
  Json list = Json::array();
  for (const auto& [a, b, cosine] : pairs) list.push_back({{"a", a}, {"b", b}, {"cosine", cosine}});
  return list;
}

Json Windows(const Lesson& lesson) {
  Json rows = Json::array();
  for (const WindowRow& window : lesson.windows) {
    Json inputs = Json::array();
    for (const auto& word : window.inputs) {
      inputs.push_back(word ? Json(Word(lesson, *word)) : Json());
    }
    rows.push_back({{"inputs", std::move(inputs)}, {"output", Word(lesson, window.output)}});
  }
  return rows;
}

Json Step(const Lesson& lesson, const GradientStep& step) {
  Json candidates = Json::array();
  for (const Candidate& c : step.candidates) {
    candidates.push_back({{"word", Word(lesson, c.word)},
                          {"target", c.target ? 1 : 0},
                          {"score", c.score},
                          {"probability", c.probability},
                          {"error", c.error},
                          {"score_after", c.score_after},
                          {"probability_after", c.probability_after},
                          {"row", c.row},
                          {"row_after", c.row_after}});
  }
  return {{"wanted", Word(lesson, step.wanted)}, {"rate", step.rate}, {"loss", step.loss},
          {"loss_after", step.loss_after},       {"row", step.row},   {"row_after", step.row_after},
          {"candidates", std::move(candidates)}};
}

Json Learnt(const Lesson& lesson, const LearntStep& step) {
  Json losses = Json::array();
  for (const auto& [pass, loss] : step.losses) losses.push_back({{"pass", pass}, {"loss", loss}});
  Json predictions = Json::array();
  for (const Prediction& prediction : step.predictions) {
    Json first = Json::array();
    for (const auto& [word, probability] : prediction.first) {
      first.push_back({{"word", Word(lesson, word)}, {"probability", probability}});
    }
    predictions.push_back({{"output", Word(lesson, lesson.windows[prediction.window].output)},
                           {"right", prediction.right},
                           {"first", std::move(first)}});
  }
  return {{"losses", std::move(losses)},
          {"right", step.right},
          {"predictions", std::move(predictions)},
          {"embedding", NumbersOf(step.vectors.matrix().view())}};
}

Json Blank(const Lesson& lesson, const BlankStep& step) {
  Json candidates = Json::array();
  for (std::size_t i = 0; i < step.candidates.size(); ++i) {
    const BlankCandidate& c = step.candidates[i];
    const TokenId word{static_cast<std::uint32_t>(i)};
    candidates.push_back({{"word", Word(lesson, word)},
                          {"target", word == lesson.windows[step.window].output ? 1 : 0},
                          {"score", c.score},
                          {"probability", c.probability},
                          {"loss", c.loss},
                          {"gradient", c.gradient},
                          {"row_gradient", c.row_gradient},
                          {"probability_after", c.probability_after}});
  }
  return {{"window", step.window},
          {"embedding", step.embedding},
          {"context", step.context},
          {"embedding_after", step.embedding_after},
          {"context_after", step.context_after},
          {"mean", step.mean},
          {"candidates", std::move(candidates)},
          {"mean_gradient", step.mean_gradient},
          {"row_gradient", step.row_gradient},
          {"rate", step.rate},
          {"loss", step.loss},
          {"loss_after", step.loss_after}};
}

Json Layer(const LayerStep& step) {
  return {{"rows", step.rows},
          {"gradient", step.gradient},
          {"rate", step.rate},
          {"loss", step.loss},
          {"loss_after", step.loss_after}};
}

Json Numbers(const Lesson& lesson) {
  Json ids = Json::array();
  for (const TokenId id : lesson.numbers.ids) ids.push_back(Index(id));
  return {{"words", Words(lesson.numbers.vocabulary)},
          {"ids", std::move(ids)},
          {"characters", lesson.characters}};
}

}  // namespace

Json LessonJson(const Lesson& lesson) {
  Json json = {{"sentence", lesson.sentence},
               {"words_left_out", lesson.words_left_out},
               {"vocabulary", Words(lesson.vocabulary)},
               {"one_hot", OneHot(lesson.one_hot)},
               {"meaning",
                {{"sentences", lesson.meaning.sentences},
                 {"alike", Pairs(lesson.meaning.alike)},
                 {"unlike", Pairs(lesson.meaning.unlike)},
                 {"offsets", lesson.meaning.offsets}}},
               {"window", lesson.window},
               {"windows", Windows(lesson)}};
  json["step"] = lesson.step ? Step(lesson, *lesson.step) : Json();
  json["blank"] = lesson.blank ? Blank(lesson, *lesson.blank) : Json();
  json["learnt"] = lesson.learnt ? Learnt(lesson, *lesson.learnt) : Json();
  json["numbers"] = Numbers(lesson);
  json["layer"] = Layer(lesson.layer);
  return json;
}

Json FilmJson(const Film& film) {
  Json frames = Json::array();
  for (const FilmFrame& frame : film.frames) {
    Json places = Json::array();
    for (const auto& [x, y] : frame.places) places.push_back({Number(x), Number(y)});
    Json cosines = Json::array();
    for (const float cosine : frame.cosines) cosines.push_back(Number(cosine));
    frames.push_back({{"pass", frame.pass},
                      {"loss", frame.loss},
                      {"places", std::move(places)},
                      {"cosines", std::move(cosines)}});
  }
  return {{"words", film.words}, {"frames", std::move(frames)}};
}

}  // namespace firth::teach
