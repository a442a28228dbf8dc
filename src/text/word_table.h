/// Words to ids, made for counting: the words live in one buffer, the slots are 8 bytes each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace firth::text {

/// A growing set of different words, numbered from 0 in the order of their first Insert.
/// Movable. Threads: looking up from several is safe, inserting is not.
class WordTable {
 public:
  WordTable();

  struct Inserted {
    std::uint32_t id;
    bool is_new;
  };
  /// Throws Error(kInput) past kMaxTokens words.
  Inserted Insert(std::string_view word);

  /// Appends a word that Find does not reach (its twin has the earlier id).
  std::uint32_t AppendHidden(std::string_view word);

  std::optional<std::uint32_t> Find(std::string_view word) const;
  /// The same for each of `words`, of which ids has as many: kNone where there is none. What they
  /// need of memory is asked for side by side, so that a large table costs one wait for many words.
  void FindAll(std::span<const std::string_view> words, std::span<std::uint32_t> ids) const;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// REQUIRES: id < size(). The view lives until the next Insert.
  std::string_view Word(std::uint32_t id) const {
    return {bytes_.data() + starts_[id], starts_[id + 1] - starts_[id]};
  }
  std::size_t size() const { return starts_.size() - 1; }
  void Reserve(std::size_t words, std::size_t bytes);
  /// Keeps the words for which keep(id) holds, numbered anew in the same order. The memory of the
  /// others is free then, and little is taken on the way.
  template <class Keep>
  void Retain(const Keep& keep) {
    std::uint32_t kept = 0;
    for (std::uint32_t id = 0; id < size(); ++id) {
      if (keep(id)) MoveTo(kept++, id);
    }
    Truncate(kept);
  }
  /// Of what is written to: room beyond takes none until it is used.
  std::size_t MemoryBytes() const;

 private:
  /// `tag` is the upper half of the word's hash: most different words are told apart without a
  /// look at their bytes.
  struct Slot {
    std::uint32_t id;
    std::uint32_t tag;
  };

  std::size_t FindSlot(std::string_view word, std::uint64_t hash) const;
  void Grow(std::size_t slots);
  /// REQUIRES: to <= from; the words before `to` were moved there, those from `from` on were not.
  void MoveTo(std::uint32_t to, std::uint32_t from);
  void Truncate(std::uint32_t words);

  std::vector<char> bytes_;
  std::vector<std::uint64_t> starts_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;  ///< slots
};

}  // namespace firth::text
