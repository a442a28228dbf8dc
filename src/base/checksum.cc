#include "base/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace firth::base {

struct Checksum::State {
  XXH3_state_t value;
};

Checksum::Checksum() : state_(std::make_unique<State>()) { XXH3_64bits_reset(&state_->value); }
Checksum::~Checksum() = default;

void Checksum::Add(std::string_view bytes) {
  XXH3_64bits_update(&state_->value, bytes.data(), bytes.size());
}

std::uint64_t Checksum::Value() const { return XXH3_64bits_digest(&state_->value); }

std::uint64_t ChecksumOf(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace firth::base
