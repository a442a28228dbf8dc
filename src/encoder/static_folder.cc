#include "encoder/static_folder.h"

#include <algorithm>
#include <limits>

#include "base/paths.h"
#include "encoder/files/json_file.h"
#include "encoder/files/tokenizer_file.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

/// Rows as they stand in the table.
class TableRows final : public PieceRows {
 public:
  TableRows(const float* table, std::size_t dim) : table_(table), dim_(dim) {}

  const float* Run(const RaggedBatch& batch) override {
    rows_.resize(batch.pieces() * dim_);
    for (std::size_t i = 0; i < batch.pieces(); ++i) {
      std::copy_n(table_ + Index(batch.ids[i]) * dim_, dim_, rows_.begin() + Begin(i));
    }
    return rows_.data();
  }

 private:
  std::ptrdiff_t Begin(std::size_t row) const { return static_cast<std::ptrdiff_t>(row * dim_); }

  const float* table_;
  std::size_t dim_;
  std::vector<float> rows_;
};

/// Words that are not made of known pieces count for nothing, and nothing stands around a text.
WordPieceTokenizer PlainTokenizer(const std::string& place) {
  return ReadTokenizer(place, [](WordPieceSettings& settings) {
    settings.unknown.clear();
    settings.begin.clear();
    settings.end.clear();
  });
}

bool SaysNormalize(const std::string& place, const std::optional<Modules>& modules) {
  if (const std::string path = place + "/config.json"; base::Exists(path)) {
    if (const auto said = JsonFile(path).BoolIfThere("normalize")) return *said;
  }
  return modules && modules->normalize;
}

}  // namespace

StaticFolder::StaticFolder(const std::string& place, const std::optional<Modules>& modules)
    : Model(PlainTokenizer(place)), weights_(place + "/model.safetensors") {
  info.weights = place + "/model.safetensors";
  for (const char* other : {"weights", "mapping"}) {
    if (!weights_.Has(other)) continue;
    throw Error(ErrorKind::kInput,
                std::string("its pieces share rows or have weights of their own (the tensor ") +
                    other + "); firth reads a row a piece",
                info.weights);
  }
  const char* const name = weights_.Has("embeddings") ? "embeddings" : "embedding.weight";
  info.dim = weights_.Columns(name);
  info.vocabulary = tokenizer.size();
  rows_ = weights_.Get(name, {tokenizer.size(), info.dim});
  info.parameters = weights_.parameters();
  info.max_pieces = places = std::numeric_limits<std::uint32_t>::max();
  info.normalize = SaysNormalize(place, modules);
}

std::unique_ptr<PieceRows> StaticFolder::MakeRows(const kernels::Kernels<float>& /*kernels*/,
                                                  base::Team& /*team*/) const {
  return std::make_unique<TableRows>(rows_, info.dim);
}

}  // namespace firth::encoder
