// Runs the graphs of a file with one thread and with several, to be built with a sanitiser of threads, and tries who
// gets which cores. Prints how many graphs gave the same bits.
//
// usage: threads FILE
#include <cstdio>

#include "crew.h"
#include "graphs.h"
#include "team.h"

namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

// Cores are dealt out evenly to those at work, and a worker that asks is at work.
void tryCrew() {
  oneshot::Crew crew(5);
  require(crew.threads(3) == 5, "who is alone at work has all cores");
  crew.set(0, true), crew.set(3, true);
  require(crew.threads(0) == 3 && crew.threads(3) == 2, "two share five cores, the first with the one that remains");
  for (int worker = 0; worker < 5; worker++) crew.set(worker, true);
  require(crew.threads(2) == 1, "who has no idle neighbour has one core");
  crew.set(4, false);
  require(crew.threads(0) == 2 && crew.threads(1) == 1, "what one leaves goes to the first");
  {
    oneshot::Membership member;
    member.take(oneshot::crewOf(7, 2), 1);
    member.set(true);
    require(oneshot::crewOf(7, 2)->threads(0) == 1, "workers of a number are one crew");
    member.set(false);
    require(oneshot::crewOf(7, 2)->threads(0) == 2, "who has ended its job leaves its core");
  }
}

// All threads take part, and what one throws is thrown when all have ended.
void tryTeam() {
  oneshot::Team team;
  for (int threads = 1; threads <= 4; threads++) {
    std::atomic<int> calls{0};
    team.run(threads, [&] { calls++; });
    require(calls == threads, "each thread works once");
    std::atomic<int> ended{0};
    bool isThrown = false;
    try {
      team.run(threads, [&] {
        if (ended++ == 0) throw std::runtime_error("on purpose");
      });
    } catch (const std::runtime_error&) {
      isThrown = true;
    }
    require(isThrown && ended == threads, "a failure is told when all have ended");
  }
}

Reals answersOf(const Case& each, int threads) {
  Random random(1);
  Inputs inputs = inputsOf(random, each);
  oneshot::joinCrew(rowOf(Ints{threads, threads, 0, 1}));
  const Reals answers = run(each.row, inputs);
  forget({}, each.row);
  return answers;
}

}  // namespace

int main(int, char** arguments) {
  tryCrew();
  tryTeam();
  int same = 0;
  for (const Case& each : readCases(arguments[1])) {
    if (!each.before.empty()) continue;
    Case larger = each;
    larger.batch = 19;
    require(answersOf(larger, 1) == answersOf(larger, 2), "one thread and two give the same bits");
    same++;
  }
  std::printf("%d\n", same);
}
