/// The verbs of the command. Each function adds one to `app`: its flags, its help and what it does.
/// A verb prints results to stdout and everything else to stderr; it throws firth::Error, which
/// main turns into one line and exit code 1.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace firth::cli {

void AddTrain(CLI::App& app);
void AddVocab(CLI::App& app);
void AddPhrases(CLI::App& app);
void AddCooccur(CLI::App& app);
void AddNeighbors(CLI::App& app);
void AddServe(CLI::App& app);
void AddSimilarity(CLI::App& app);
void AddAnalogy(CLI::App& app);
void AddOutlier(CLI::App& app);
void AddVector(CLI::App& app);
void AddEvaluate(CLI::App& app);
void AddConvert(CLI::App& app);
void AddEncode(CLI::App& app);
void AddModels(CLI::App& app);
void AddDistill(CLI::App& app);
void AddIndex(CLI::App& app);
void AddInfo(CLI::App& app);
void AddLearn(CLI::App& app);
void AddExplore(CLI::App& app);
void AddMap(CLI::App& app);
void AddPlan(CLI::App& app);
void AddBench(CLI::App& app);
void AddClassify(CLI::App& app);
void AddQuantize(CLI::App& app);
void AddFasttext(CLI::App& app);

/// What the command does when it is given these arguments: its exit code. For verbs that are made
/// of others. Throws what they throw.
int RunCommand(const std::vector<std::string>& arguments);

}  // namespace firth::cli
