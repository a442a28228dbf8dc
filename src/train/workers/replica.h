/// Each thread's own copies of the rows that are used most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "firth/matrix.h"
#include "matrix/shared_rows.h"
#include "train/stored_rows.h"

namespace firth::train {

/// How rows are copied and merged.
struct ReplicaSettings {
  std::size_t rows = 0;       ///< the first so many rows of both matrices; 0: none
  std::size_t interval = 1;   ///< blocks of a thread between two merges of its most used rows
  std::size_t replicas = 1;   ///< how many threads merge into one matrix
  std::uint64_t longest = 1;  ///< no row waits for more blocks than this
};

/// What the replicas of one matrix have in common: the matrix, and who may merge.
///
/// Two cores that write one row pass its lines to and fro, which can cost more than the step
/// itself. So the first rows, which are the most frequent, are copied for each thread and merged
/// from time to time: row += share * (copy - row at the last merge), after which the copy is the
/// row. Two replicas have a share of 1 each: what they moved a row by is added up, as if they had
/// shared it. With more the share is 2 / replicas: frequent rows come near the balance of their
/// gradients between two merges, and the sum of what all moved them by would overshoot it.
///
/// Threads: Merge of different replicas may run at once.
class ReplicatedMatrix {
 public:
  /// What `matrix` names must outlive this.
  ReplicatedMatrix(const StoredRows& matrix, std::size_t rows);

  const StoredRows& matrix() const { return matrix_; }
  std::size_t rows() const { return rows_; }

 private:
  friend class MatrixReplica;
  static constexpr std::size_t kStripeRows = 64;

  StoredRows matrix_;
  std::size_t rows_;
  std::vector<std::mutex> stripes_;  ///< one for each kStripeRows rows
};

/// One thread's copies of a matrix's first rows. Not thread-safe.
class MatrixReplica {
 public:
  /// How it rounds narrow rows depends on `seed`.
  MatrixReplica(ReplicatedMatrix& shared, std::uint64_t seed);

  matrix::SharedRows<float> Rows() { return shared_.matrix().Rows(copies_); }

  /// Takes rows [begin, end) anew from the matrix.
  void Load(std::size_t begin, std::size_t end);
  /// Merges rows [begin, end), each delta times `share`. A narrow row is rounded, and the copy is
  /// then what it was rounded to.
  void Merge(std::size_t begin, std::size_t end, float share);

 private:
  template <class Visit>
  void ForEachLocked(std::size_t begin, std::size_t end, const Visit& visit);

  ReplicatedMatrix& shared_;
  Matrix copies_;
  Matrix origins_;  ///< the rows as they were at the last merge
  RowScratch scratch_;
};

/// When which rows are merged: the most used ones after every `interval` blocks, each further
/// doubling of ranks half as often, since its rows are used about half as often.
class MergeClock {
 public:
  explicit MergeClock(const ReplicaSettings& settings) : settings_(settings) {}

  /// Another block is done: the rows [0, n) are due.
  std::size_t DueRows();

 private:
  static constexpr std::size_t kMostUsed = 256;

  ReplicaSettings settings_;
  std::uint64_t blocks_ = 0;
};

/// A model whose most used rows are replicated. What `model` names must outlive it.
struct ReplicatedModel {
  ReplicatedModel(const ReplicaSettings& replica_settings, const ModelRows& model)
      : settings(replica_settings),
        input(model.input, replica_settings.rows),
        output(model.output, replica_settings.rows) {}

  ReplicaSettings settings;
  ReplicatedMatrix input;
  ReplicatedMatrix output;
};

/// One thread's copies of a model's most used rows. Not thread-safe.
class Replica {
 public:
  /// `shared` must outlive this. Each of its replicas has another `number`, and so rounds narrow
  /// rows in another way.
  Replica(ReplicatedModel& shared, std::uint64_t number);

  matrix::SharedRows<float> InputRows() { return input_.Rows(); }
  matrix::SharedRows<float> OutputRows() { return output_.Rows(); }

  void Load();        ///< before a thread's first block, and after a rest
  void AfterBlock();  ///< merges what is due
  void MergeAll();    ///< before a rest

 private:
  void Merge(std::size_t rows);

  ReplicaSettings settings_;
  MatrixReplica input_;
  MatrixReplica output_;
  MergeClock clock_;
};

}  // namespace firth::train
