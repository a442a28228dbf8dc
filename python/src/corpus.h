/// A corpus as Python holds it.
#pragma once

#include <nanobind/nanobind.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "firth/corpus.h"

namespace firth::python {

/// Ends Python code that gives sentences in other threads than the one that gets the signal: there
/// a generator would go on until a block of text is full. All of it under the interpreter's lock.
class Interruption {
 public:
  /// From now on nothing more is read, and Python code that is being run for it gets
  /// KeyboardInterrupt.
  void Request() {
    requested_ = true;
    for (const unsigned long thread : reading_) {
      PyThreadState_SetAsyncExc(thread, PyExc_KeyboardInterrupt);
    }
  }

  /// While it lives this thread reads. Throws KeyboardInterrupt when that has been asked for.
  class Reading {
   public:
    explicit Reading(Interruption& all) : all_(all), thread_(PyThread_get_thread_ident()) {
      if (all_.requested_) {
        PyErr_SetNone(PyExc_KeyboardInterrupt);
        throw nanobind::python_error();
      }
      all_.reading_.push_back(thread_);
    }
    ~Reading() { std::erase(all_.reading_, thread_); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    Interruption& all_;
    unsigned long thread_;
  };

 private:
  bool requested_ = false;
  std::vector<unsigned long> reading_;
};

struct PyCorpus {
  std::unique_ptr<Corpus> corpus;
  bool holds_tokens = false;  ///< its lines are tokens with tabs between them
  std::shared_ptr<Interruption> interruption = std::make_shared<Interruption>();
};

}  // namespace firth::python
