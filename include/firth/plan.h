/// What training on many machines will cost, from a model of it.
#pragma once

#include <cstdint>

#include "firth/train.h"

namespace firth {

/// What is known of the corpus and the machines.
struct PlanSettings {
  double words = 1e9;           ///< of the corpus, an epoch
  double vocabulary = 1e6;      ///< words that are kept; with training.read_vocab that file's
  std::uint64_t hosts = 2;      ///< of one rank each
  double network = 1e9;         ///< bits a second, of each host, each way
  unsigned threads = 8;         ///< of each host
  double words_per_second = 0;  ///< of one thread; 0: that of docs/scale-out.md
  TrainSettings training{};     ///< skip-gram or CBOW by negative sampling, without subwords
};

/// Of each host, unless it says otherwise.
struct Plan {
  double matrices = 0;          ///< bytes: both matrices
  double base = 0;              ///< bytes: both again, as all hosts have them in common
  double ids = 0;               ///< bytes: its part of the corpus in memory
  double memory = 0;            ///< bytes: all of that, words and what travels
  double words_per_second = 0;  ///< of one thread, as assumed
  double exchanges = 0;         ///< of an epoch
  double sent = 0;              ///< bytes of messages an epoch; as many come in
  double computing = 0;         ///< seconds an epoch in which threads train
  double exchanging = 0;  ///< seconds an epoch in which they pause to pack rows and take them over
  double network = 0;     ///< seconds an epoch in which rows travel, most of them meanwhile
  double seconds = 0;     ///< in all, all epochs
  double efficiency = 0;  ///< of what as many hosts that need not talk would reach: 0 to 1
};

/// docs/scale-out.md has the formulas. Throws Error(kSettings) for what the model does not cover,
/// and what reading the vocabulary throws.
Plan PlanTraining(const PlanSettings& settings);

}  // namespace firth
