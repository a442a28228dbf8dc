/// A corpus as Python holds it.
#pragma once

#include <memory>

#include "firth/corpus.h"

namespace firth::python {

struct PyCorpus {
  std::unique_ptr<Corpus> corpus;
  bool holds_tokens = false;  ///< its lines are tokens with tabs between them
};

}  // namespace firth::python
