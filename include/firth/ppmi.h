/// Vectors from counts alone: positive pointwise mutual information, and its singular vectors.
#pragma once

#include "firth/cooccurrence.h"
#include "firth/corpus.h"
#include "firth/train.h"

namespace firth {

/// Counts the words of `corpus`, then the pairs within settings.model.window words. With n(w, c)
/// the count of a pair, n(w) and n(c) its sums, a = settings.model.ppmi.context_smoothing and k =
/// .shift, the matrix
///   M(w, c) = max(0, log(n(w, c) / (n(w) p(c))) - log k),   p(c) = n(c)^a / sum of n(c')^a
/// (Levy, Goldberg, Dagan, TACL 3, 2015, sections 2.1 and 3.2) is near U S V^T with
/// settings.model.dim singular values, the largest (numeric/truncated_svd.h). `input` is U S^e,
/// `output` V S^e, with e = .eigenvalue_power; a column whose value is next to nothing is zero. The
/// model is the same bytes for the same settings, corpus and CPU target: threads and memory change
/// nothing. Settings that do not concern PPMI are ignored. observer.progress counts visits of
/// pairs, an "epoch" is a pass over all of them. When a stop is requested, the pass in hand is cut
/// short and the model is empty.
/// REQUIRES: settings.model.context is kPpmi.
/// Throws Error: kSettings (dim exceeds the number of words), kInput (no pairs, or none above
/// chance), kMemory (with what to lower), kIo (no room for what does not fit the memory), and
/// whatever reading the corpus throws.
TrainResult TrainPpmi(const Corpus& corpus, const TrainSettings& settings,
                      const TrainObserver& observer = {});

/// The same from pairs that are counted already. Settings that say what is counted mean nothing,
/// and the model's metadata does not name them. Throws Error as TrainPpmi, and kNotFound or
/// kFormat, with the place, for the files.
TrainResult TrainPpmi(const CooccurrenceFiles& counts, const TrainSettings& settings,
                      const TrainObserver& observer = {});

}  // namespace firth
