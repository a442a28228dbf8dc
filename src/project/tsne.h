/// t-distributed stochastic neighbour embedding.
#pragma once

#include "firth/project.h"
#include "project/fuzzy_graph.h"
#include "project/knn_graph.h"

namespace firth::project {

/// How likely a row takes each of its near rows as its neighbour: in proportion to exp(-width x
/// distance), where the width is such that the perplexity, exp of the entropy, is the one asked
/// for. REQUIRES: weights.size() == near.size(), not empty.
void Likelihoods(std::span<const Near> near, double perplexity, std::span<float> weights);

/// t-SNE (van der Maaten, Hinton 2008, JMLR 9) by Barnes and Hut's squares (van der Maaten 2014,
/// JMLR 15), from 10,000 rows on by a grid (grid_push.h), over the exact 3 x perplexity neighbours,
/// from the principal components on (Kobak, Berens 2019, doi 10.1038/s41467-019-13056-x).
/// REQUIRES: settings are in range.
Projection Tsne(MatrixView rows, const ProjectionSettings& settings,
                const ProjectionObserver& observer);

}  // namespace firth::project
