#include "server/index_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "firth/error.h"

namespace firth::server {
namespace {

using RequestPointer = std::shared_ptr<const http::Request>;

constexpr std::string_view kIndexes = "/indexes";
constexpr std::string_view kOneIndex = "/indexes/*";
constexpr std::string_view kTexts = "/indexes/*/texts";
constexpr std::string_view kRemove = "/indexes/*/remove";
constexpr std::string_view kSearch = "/indexes/*/search";

/// Answers, and rows that are kept on the way to them.
constexpr std::size_t kMostAnswers = 1000;
constexpr std::size_t kMostWidth = 10'000;
constexpr std::size_t kMostIndexes = 1000;
/// The same of all inputs of a request together.
constexpr std::size_t kMostAnswersInAll = 20'000;
constexpr std::size_t kMostWidthInAll = 1'000'000;

json Described(const TextIndex& index) {
  const HnswIndex& hnsw = index.index;
  return {{"name", index.name},
          {"model", index.model.empty() ? json(nullptr) : json(index.model)},
          {"metric", MetricName(hnsw.metric())},
          {"storage", StorageName(hnsw.storage())},
          {"dimensions", hnsw.vectors().dim()},
          {"texts", hnsw.size()},
          {"removed", hnsw.vectors().size() - hnsw.size()}};
}

/// A member that is one of a few names, which `parse` knows.
template <class Parse>
auto NamedMember(const json& body, std::string_view name, std::string_view usual,
                 const Parse& parse) {
  try {
    return parse(TextMember(body, name).value_or(std::string(usual)));
  } catch (const Error& error) {
    throw FieldError(422, name, error.message());
  }
}

std::vector<Input> TextsOf(const json& body, std::string_view name, std::size_t limit) {
  std::vector<Input> texts = Inputs(Member(body, name), name, limit);
  for (const Input& text : texts) {
    if (!std::holds_alternative<std::string>(text)) {
      throw FieldError(422, name, "a text is a string here");
    }
  }
  return texts;
}

std::size_t Limited(const json& body, std::string_view name, std::size_t usual, std::size_t most) {
  const std::size_t count = CountMember(body, name).value_or(usual);
  if (count > most) throw FieldError(422, name, std::to_string(most) + " is the most");
  return count;
}

/// The texts with their vectors. REQUIRES: a vector for each.
WordVectors VectorsOf(const std::vector<Input>& texts, const Embedded& embedded,
                      const std::string& model) {
  Vocabulary vocabulary;
  Matrix matrix(texts.size(), embedded.vectors.front().columns(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    vocabulary.Add(std::get<std::string>(texts[i]));
    std::ranges::copy(embedded.vectors[i].Row(RowId{0}), matrix.MutableRow(RowId{i}).begin());
  }
  return {std::move(vocabulary), std::move(matrix), {{IndexStore::kModelKey, model}}};
}

/// Throws HttpError(404).
TextIndexPointer IndexNamed(const IndexStore& store, std::string_view name) {
  auto index = store.Find(name);
  if (!index) throw http::HttpError(404, "there is no index of this name; /indexes lists all");
  return index;
}

TextIndexPointer IndexOf(const IndexStore& store, const http::Request& request,
                         std::string_view pattern) {
  return IndexNamed(store, *http::StarOf(pattern, request.path));
}

/// Throws HttpError(409).
void RequireFree(const IndexStore& store, const std::string& name) {
  if (store.Find(name)) throw http::HttpError(409, "there is an index of this name already");
  if (store.all().size() >= kMostIndexes) throw http::HttpError(409, "there are too many indexes");
}

/// The one that its texts were embedded by. Throws HttpError(409) when it is not served any more.
std::shared_ptr<const Model> ModelOf(const Service& service, const TextIndex& index) {
  auto model = service.models.Find(index.model);
  if (!model || model->info().dim != index.index.vectors().dim()) {
    throw http::HttpError(409, "the model that this index was made with is not served any more");
  }
  return model;
}

/// Answers with what `change` makes, once it is its turn; unless nobody waits any more. Changes
/// know the store alone, which outlives what else there is.
void Later(IndexStore& store, const RequestPointer& request, const http::Reply& reply,
           std::function<http::Response()> change) {
  store.Later([request, reply, change = std::move(change)] {
    if (request->gone.stop_requested()) return;
    try {
      reply(change());
    } catch (...) {
      reply(ErrorPage(*request, std::current_exception()));
    }
  });
}

http::Response All(const Service&, const IndexStore& store, const http::Request&) {
  json indexes = json::array();
  for (const auto& index : store.all()) indexes.push_back(Described(*index));
  return JsonResponse({{"indexes", std::move(indexes)}});
}

http::Response One(const Service&, const IndexStore& store, const http::Request& request) {
  return JsonResponse(Described(*IndexOf(store, request, kOneIndex)));
}

void Make(const Service& service, IndexStore& store, const RequestPointer& request,
          const http::Reply& reply) {
  const json body = ParseObject(request->body);
  const std::string name = TextMember(body, "name").value_or("");
  if (!IndexStore::IsName(name)) {
    throw FieldError(422, "name", "1 to 64 letters, digits, '-', '_' or '.', no '.' in front");
  }
  HnswSettings settings{.threads = 1};  // the others are for those who ask meanwhile
  settings.metric = NamedMember(body, "metric", "cosine", MetricNamed);
  settings.storage = NamedMember(body, "storage", "float32", StorageNamed);
  const auto model = ModelOf(service, body);
  auto texts = TextsOf(body, "texts", service.settings.items);
  RequireFree(store, name);
  EmbedFor(model, texts, {.cut = service.settings.cut}, request, reply,
           [&store, request, reply, texts, name, settings,
            model = model->info().name](const Embedded& embedded) {
             const auto vectors = std::make_shared<WordVectors>(VectorsOf(texts, embedded, model));
             Later(store, request, reply, [&store, vectors, name, settings, cut = embedded.cut] {
               RequireFree(store, name);
               const HnswIndex made =
                   HnswIndex::Build(std::move(*vectors), settings, {}, store.target());
               return WithCut(JsonResponse(Described(*store.Put(name, made)), 201), cut);
             });
           });
}

void Drop(const Service&, IndexStore& store, const RequestPointer& request,
          const http::Reply& reply) {
  const std::string name = IndexOf(store, *request, kOneIndex)->name;
  Later(store, request, reply, [&store, name] {
    const auto index = IndexNamed(store, name);
    store.Remove(name);
    return JsonResponse(Described(*index));
  });
}

void AddTexts(const Service& service, IndexStore& store, const RequestPointer& request,
              const http::Reply& reply) {
  const auto index = IndexOf(store, *request, kTexts);
  const json body = ParseObject(request->body);
  auto texts = TextsOf(body, "texts", service.settings.items);
  EmbedFor(ModelOf(service, *index), texts, {.cut = service.settings.cut}, request, reply,
           [&store, request, reply, texts, before = index](const Embedded& embedded) {
             const auto more = std::make_shared<const WordVectors>(VectorsOf(texts, embedded, {}));
             Later(store, request, reply, [&store, more, before, cut = embedded.cut] {
               const std::string& name = before->name;
               const auto now = IndexNamed(store, name);
               if (now->model != before->model) {
                 throw http::HttpError(409, "the index was made anew, with another model");
               }
               const HnswIndex grown = now->index.Add(*more, 1);
               return WithCut(JsonResponse(Described(*store.Put(name, grown))), cut);
             });
           });
}

void RemoveTexts(const Service&, IndexStore& store, const RequestPointer& request,
                 const http::Reply& reply) {
  const std::string name = IndexOf(store, *request, kRemove)->name;
  const json body = ParseObject(request->body);
  const json* const member = Member(body, "ids");
  if (member == nullptr || !member->is_array() || member->empty()) {
    throw FieldError(422, "ids", "no array of the numbers of texts");
  }
  Later(store, request, reply, [&store, name, ids = IdsOf(*member, "ids")] {
    HnswIndex changed = store.Open(IndexNamed(store, name)->name);
    for (const std::uint32_t id : ids) {
      if (id >= changed.vectors().size()) {
        throw http::HttpError(409, "the index has no text " + std::to_string(id));
      }
      changed.Remove(RowId{id});
    }
    return JsonResponse(Described(*store.Put(name, changed)));
  });
}

/// An answer of as many texts as were found, of any length. Throws FieldError(422) when it would
/// become too long.
std::string ResultsOf(const TextIndex& index, const Embedded& queries, std::size_t k,
                      std::size_t width) {
  constexpr std::size_t kMostBytes = 8U << 20;
  std::string out = fmt::format(R"({{"name":{},"results":[)", Dump(index.name));
  const auto separate = [&] {
    if (!out.ends_with('[')) out += ',';
  };
  for (const Matrix& query : queries.vectors) {
    separate();
    out += '[';
    for (const Neighbor& one : index.index.Search(query.Row(RowId{0}), k, width)) {
      separate();
      const auto id = static_cast<std::uint32_t>(Index(one.row));
      const std::string_view text = index.index.vectors().vocabulary().Word(TokenId{id});
      out += Dump({{"id", id}, {"score", one.score}, {"text", text}});
      if (out.size() > kMostBytes) {
        throw FieldError(422, "k", "the texts that were found are too long for one answer");
      }
    }
    out += ']';
  }
  out += "]}";
  return out;
}

void Search(const Service& service, IndexStore& store, const RequestPointer& request,
            const http::Reply& reply) {
  const auto index = IndexOf(store, *request, kSearch);
  const json body = ParseObject(request->body);
  const std::size_t k = Limited(body, "k", 10, kMostAnswers);
  const std::size_t width = Limited(body, "width", 64, kMostWidth);
  const std::vector<Input> inputs = TextsOf(body, "inputs", service.settings.items);
  if (inputs.size() * k > kMostAnswersInAll || inputs.size() * width > kMostWidthInAll) {
    throw FieldError(422, "inputs", "too many for such a k, or width; ask in several requests");
  }
  EmbedLater(ModelOf(service, *index), inputs, {.cut = service.settings.cut}, request, reply,
             [index, k, width](const Embedded& embedded) {
               return http::Response{.body = ResultsOf(*index, embedded, k, width)};
             });
}

}  // namespace

void AddIndexRoutes(http::Router& router, const Service& service, IndexStore& store) {
  using Read = http::Response (*)(const Service&, const IndexStore&, const http::Request&);
  const auto read = [&](std::string_view path, Read answer) {
    router.Add("GET", path, [&service, &store, answer](const http::Request& request) {
      return answer(service, store, request);
    });
  };
  read(kIndexes, &All);
  read(kOneIndex, &One);
  using Change =
      void (*)(const Service&, IndexStore&, const RequestPointer&, const http::Reply& reply);
  const auto change = [&](std::string_view method, std::string_view path, Change answer) {
    router.AddAsync(
        method, path,
        [&service, &store, answer](const RequestPointer& request, const http::Reply& reply) {
          answer(service, store, request, reply);
        });
  };
  change("POST", kIndexes, &Make);
  change("DELETE", kOneIndex, &Drop);
  change("POST", kTexts, &AddTexts);
  change("POST", kRemove, &RemoveTexts);
  change("POST", kSearch, &Search);
}

}  // namespace firth::server
