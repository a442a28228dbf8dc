#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "firth/error.h"
#include "firth/server.h"
#include "load_options.h"
#include "model_store.h"
#include "output.h"
#include "precision_option.h"
#include "serve_keys.h"
#include "verbs.h"

namespace firth::cli {
namespace {

struct Flags {
  ServeSettings settings;
  std::vector<std::string> models;
  std::vector<std::string> named;
  std::string precision = "float32";
  std::string keys_file;
  double read_seconds = 10;
  double answer_seconds = 60;
  double drain_seconds = 30;
  bool log_requests = false;
  LoadOptions load;
};

ModelSource Named(const std::string& text) {
  const std::size_t mark = text.find('=');
  if (mark == 0 || mark == std::string::npos || mark + 1 == text.size()) {
    throw Error(ErrorKind::kSettings, fmt::format("--name: {} is not ALIAS=PATH", text));
  }
  return {.name = text.substr(0, mark), .path = ModelFolderNamed(text.substr(mark + 1))};
}

std::chrono::milliseconds Milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

ServeSettings SettingsOf(const Flags& flags) {
  ServeSettings settings = flags.settings;
  for (const std::string& path : flags.models)
    settings.models.push_back({.name = {}, .path = ModelFolderNamed(path)});
  for (const std::string& text : flags.named) settings.models.push_back(Named(text));
  settings.precision = PrecisionNamed(flags.precision);
  settings.api_keys = ReadApiKeys(flags.keys_file, std::getenv("FIRTH_API_KEYS"));
  settings.read_time = Milliseconds(flags.read_seconds);
  settings.answer_time = Milliseconds(flags.answer_seconds);
  settings.drain_time = Milliseconds(flags.drain_seconds);
  settings.memory_limit = flags.load.limit();
  settings.target = CpuTargetFromEnvironment();
  if (flags.log_requests) settings.log = [](std::string_view line) { Note(line); };
  return settings;
}

sigset_t Signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  return set;
}

int NextSignal() {
  const sigset_t set = Signals();
  int number = 0;
  sigwait(&set, &number);
  return number;
}

void Reload(Server& server) {
  try {
    server.Reload();
    Note("reloaded   all models");
  } catch (const Error& error) {
    Note(fmt::format("not reloaded, the models stay as they were: {}", error.what()));
  }
}

/// A second signal ends the process at once.
void Drain(Server& server) {
  Note("stopping   after what has come is answered");
  std::thread([] {
    int number = SIGHUP;
    while (number == SIGHUP) number = NextSignal();
    _exit(128 + number);
  }).detach();
  if (!server.Drain()) {
    Note("stopped    some answers took too long and were cut off (--drain-seconds)");
    throw ExitCode{kExitFailed};
  }
  Note("stopped    all was answered");
}

void Run(const Flags& flags) {
  const ServeSettings settings = SettingsOf(flags);
  // Before any other thread starts, so that all of them leave the signals to this one.
  const sigset_t set = Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  Server server(settings);
  Note(fmt::format("serving    {}", server.url()));
  int number = NextSignal();
  for (; number == SIGHUP; number = NextSignal()) Reload(server);
  Drain(server);
}

void AddModels(CLI::App& verb, Flags& flags) {
  verb.add_option(
          "MODEL", flags.models,
          "Folder of a BERT, or file of word vectors, of any format, called as it is named; "
          "or a name of firth models's")
      ->type_name("");
  verb.add_option("--name", flags.named, "A model, and what it is called; may stand several times")
      ->type_name("ALIAS=PATH")
      ->allow_extra_args(false);
  AddPrecision(verb, flags.precision);
}

void AddNetwork(CLI::App& verb, Flags& flags) {
  ServeSettings& settings = flags.settings;
  verb.add_option("--host", settings.host, "Address to listen on; 0.0.0.0: all [127.0.0.1]")
      ->type_name("HOST");
  verb.add_option("--port", settings.port, "0: a free one [8080]")->type_name("N");
  verb.add_option("--api-keys", flags.keys_file,
                  "Keys that open the server, one a line; or FIRTH_API_KEYS in the environment, "
                  "with commas between them")
      ->type_name("FILE");
  verb.add_option("--cors", settings.cors_origins,
                  "Pages of this origin may ask; * lets all; may stand several times [none]")
      ->type_name("ORIGIN")
      ->allow_extra_args(false);
  verb.add_option("--indexes", settings.indexes,
                  "Folder of the indexes of texts that clients make and search [none]")
      ->type_name("FOLDER");
  verb.add_option("--tls-cert", settings.tls_certificate, "Certificate chain in PEM: HTTPS")
      ->type_name("FILE");
  verb.add_option("--tls-key", settings.tls_key, "Its key in PEM")->type_name("FILE");
}

void AddLimits(CLI::App& verb, Flags& flags) {
  ServeSettings& settings = flags.settings;
  const auto seconds = [&verb](const std::string& name, double& value, const std::string& help) {
    verb.add_option(name, value, help)->type_name("S")->check(CLI::Range(0.001, 86400.0));
  };
  verb.add_option("--auto-truncate", flags.settings.cut,
                  "Texts that are too long are cut, and counted in the header Firth-Cut; "
                  "false: refused [true]")
      ->type_name("true|false");
  verb.add_option("--batch-tokens", settings.batch_tokens, "Computed together [8192]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 24));
  verb.add_option("--queue-tokens", settings.queue_tokens,
                  "Of an encoder's, waiting; more are refused with 429 [1048576]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 30));
  verb.add_option("--threads", settings.threads, "That compute batches; 0: one a processor [0]")
      ->type_name("N")
      ->check(CLI::Range(0, 1024));
  verb.add_option("--max-texts", settings.items, "Of one request [2048]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 20));
  verb.add_option("--max-body", settings.body_bytes, "Bytes of one request [8388608]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 30));
  verb.add_option("--max-connections", settings.connections, "More are refused with 503 [4096]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 20));
  verb.add_option("--max-requests", settings.requests, "At once; more are refused with 429 [512]")
      ->type_name("N")
      ->check(CLI::Range(1, 1 << 20));
  seconds("--read-seconds", flags.read_seconds, "For a header and its body to come [10]");
  seconds("--answer-seconds", flags.answer_seconds, "For an answer; 503 after that [60]");
  seconds("--drain-seconds", flags.drain_seconds, "For what is under way at the end [30]");
  verb.add_flag("--log-requests", flags.log_requests,
                "A line of JSON on stderr for each request; no text of a client's is in it");
}

}  // namespace

void AddServe(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("serve", "Answer other programs over HTTP");
  const auto flags = std::make_shared<Flags>();
  AddModels(*verb, *flags);
  AddNetwork(*verb, *flags);
  AddLimits(*verb, *flags);
  flags->load.AddTo(*verb);
  verb->footer(
      "OpenAI's and text-embeddings-inference's clients are answered; /docs shows how.\n"
      "SIGHUP loads the models anew; SIGTERM ends when what has come is answered.\n"
      "\n"
      "  firth serve all-MiniLM-L6-v2 words.bin\n"
      "  curl localhost:8080/v1/embeddings -d '{\"model\": \"words\", \"input\": \"a text\"}'");
  verb->callback([flags] { Run(*flags); });
}

}  // namespace firth::cli
