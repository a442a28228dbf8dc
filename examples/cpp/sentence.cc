/// The lookup that a note about embeddings ends with: a sentence becomes ids, the ids rows, and the
/// rows carry a gradient, so that a loss can train them.
#include <cstdint>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "firth/nn.h"

namespace {

namespace nn = firth::nn;

constexpr std::size_t kColumns = 4;

/// Words numbered in the order in which they first appear.
class Numbering {
 public:
  std::int64_t IdOf(const std::string& word) {
    return ids_.emplace(word, static_cast<std::int64_t>(ids_.size())).first->second;
  }
  std::size_t size() const { return ids_.size(); }

 private:
  std::map<std::string, std::int64_t> ids_;
};

void Print(const std::vector<std::string>& words, const std::vector<std::int64_t>& ids,
           const std::vector<float>& rows) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::printf("  %-5s  id %d  ", words[i].c_str(), static_cast<int>(ids[i]));
    for (std::size_t c = 0; c < kColumns; ++c) {
      std::printf(" %7.4f", static_cast<double>(rows[i * kColumns + c]));
    }
    std::printf("\n");
  }
}

}  // namespace

int main() {
  std::vector<std::string> words;
  std::istringstream sentence("i eat a big apple every day .");
  for (std::string word; sentence >> word;) words.push_back(word);
  words.emplace_back("EOS");  // several sentences each end with one
  Numbering numbering;
  std::vector<std::int64_t> ids;
  for (const std::string& word : words) ids.push_back(numbering.IdOf(word));

  // As many rows as there are different tokens: 8, and EOS.
  nn::Embedding<float> embedding(numbering.size(), kColumns);
  std::vector<float> rows(ids.size() * kColumns);
  embedding.Forward(ids, rows);
  std::printf("%zu ids, looked up in a table of %zu x %zu:\n", ids.size(), embedding.rows(),
              embedding.columns());
  Print(words, ids, rows);

  // Any loss of the rows gives them a gradient; this one wants every number to be 1.
  const std::vector<float> wanted(rows.size(), 1.0F);
  std::vector<float> gradient(rows.size());
  const double before = nn::SquaredLoss<float>(rows, wanted, gradient, nn::Reduction::kSum);
  nn::SparseGrad<float> table_gradient;
  embedding.Backward(ids, gradient, table_gradient);
  std::printf("\nthe gradient of sum (row - 1)^2, a row for each used row of the table:\n");
  Print(words, ids, gradient);

  nn::MakeSgd<float>({.lr = 0.25})->Step(embedding.weight(), table_gradient);
  embedding.Forward(ids, rows);
  const double after = nn::SquaredLoss<float>(rows, wanted, {}, nn::Reduction::kSum);
  std::printf("\nthe loss is %.3f, and after one step of gradient descent %.3f\n", before, after);
  return table_gradient.size() == 9 && after < before ? 0 : 1;
}
