/// The extension module firth._firth.
#include "bindings.h"
#include "firth/version.h"
#include "nn/bindings.h"

NB_MODULE(_firth, m) {
  using namespace firth::python;
  m.doc() = "The compiled part of firth; use the package firth.";
  m.attr("version") = FIRTH_VERSION;
  BindErrors(m);
  BindCorpus(m);
  BindWordVectors(m);
  BindIndex(m);
  BindModel(m);
  BindTrain(m);
  BindEvaluate(m);
  BindEncoder(m);
  BindClassifier(m);
  BindServe(m);
  nb::module_ nn = m.def_submodule("nn", "Layers that train; use firth.nn.");
  BindNn(nn);
}
