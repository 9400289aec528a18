// Which workers of a pool are at work. They are threads of one process, so this is memory that all of them see; a
// worker's helpers take the cores of those that are not at work.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace oneshot {

class Crew {
 public:
  explicit Crew(int workers) : isBusy_(workers) {}
  int workers() const { return isBusy_.size(); }
  void set(int worker, bool isBusy) { isBusy_[worker] = isBusy; }

  // Cores for a worker that is at work: what idle ones leave is dealt out evenly, the first ones getting what remains.
  int threads(int worker) const {
    int busy = 0, before = 0;
    for (int w = 0; w < workers(); w++) {
      if (w != worker && !isBusy_[w].load(std::memory_order_relaxed)) continue;
      busy++;
      if (w < worker) before++;
    }
    return workers() / busy + (before < workers() % busy ? 1 : 0);
  }

 private:
  std::vector<std::atomic<bool>> isBusy_;
};

// A thread's place in a crew. Who leaves, or ends, is not at work.
class Membership {
 public:
  ~Membership() { leave(); }
  void take(std::shared_ptr<Crew> crew, int worker) {
    leave();
    crew_ = std::move(crew), worker_ = worker;
  }
  void set(bool isBusy) {
    if (crew_) crew_->set(worker_, isBusy);
  }
  int threads() const {
    // Asking takes longer than a small layer.
    static const int cores = std::thread::hardware_concurrency();
    return crew_ ? std::max(1, std::min(crew_->threads(worker_), cores)) : 1;
  }

 private:
  void leave() { set(false), crew_.reset(); }
  std::shared_ptr<Crew> crew_;
  int worker_ = 0;
};

inline thread_local Membership membership;

// The crew of a number; the first who asks for it makes it, for so many workers.
inline std::shared_ptr<Crew> crewOf(int number, int workers) {
  static std::mutex mutex;
  static std::map<int, std::weak_ptr<Crew>> crews;
  const std::lock_guard<std::mutex> lock(mutex);
  std::shared_ptr<Crew> crew = crews[number].lock();
  if (!crew) crews[number] = crew = std::make_shared<Crew>(workers);
  return crew;
}

}  // namespace oneshot
