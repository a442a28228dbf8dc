/// --precision, as verbs have it that load an encoder.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace firth::cli {

/// REQUIRES: `precision` outlives the parsing of `verb`. PrecisionNamed reads it.
inline void AddPrecision(CLI::App& verb, std::string& precision) {
  verb.add_option(
          "--precision", precision,
          "How a BERT's weights are held: bf16 takes half the memory, int8 a quarter [float32]")
      ->type_name("float32|bf16|int8")
      ->check(CLI::IsMember({"float32", "bf16", "int8"}));
}

}  // namespace firth::cli
