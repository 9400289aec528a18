// Threads that share out a batch's images.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace oneshot {

// Images that are always worked on one after the other, by one thread. Sums over a batch are made of the sums over
// these shares, in their order, so that they are the same to the bit whatever the number of threads.
constexpr int SHARE = 8;

// Helpers of one thread; they sleep while there is nothing to do.
class Team {
 public:
  ~Team() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      isOver_ = true;
    }
    wake_.notify_all();
    for (std::thread& helper : helpers_) helper.join();
  }

  // Does the work in so many threads at once, this one among them, and waits for all. Throws what one of them threw.
  void run(int threads, const std::function<void()>& work) {
    if (threads <= 1) return work();
    while (static_cast<int>(helpers_.size()) < threads - 1) helpers_.emplace_back([this] { help(); });
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      work_ = &work;
      wanted_ = threads - 1;
      unfinished_.store(threads - 1, std::memory_order_relaxed);
      failure_ = nullptr;
      round_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    attempt(work);
    while (unfinished_.load(std::memory_order_acquire) > 0) std::this_thread::yield();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // Rounds looked for before a helper sleeps: the next part of a batch mostly comes sooner than a thread wakes up.
  static constexpr int PATIENCE = 2000;

  void help() {
    for (int seen = 0;;) {
      for (int turn = 0; turn < PATIENCE && round_.load(std::memory_order_acquire) == seen; turn++)
        std::this_thread::yield();
      const std::function<void()>* work = nullptr;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return isOver_ || round_.load(std::memory_order_relaxed) != seen; });
        if (isOver_) return;
        seen = round_.load(std::memory_order_relaxed);
        if (wanted_ > 0) wanted_--, work = work_;
      }
      if (work == nullptr) continue;
      attempt(*work);
      unfinished_.fetch_sub(1, std::memory_order_release);
    }
  }

  void attempt(const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex_);
      failure_ = std::current_exception();
    }
  }

  std::vector<std::thread> helpers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  const std::function<void()>* work_ = nullptr;
  int wanted_ = 0;
  std::atomic<int> round_{0}, unfinished_{0};
  bool isOver_ = false;
  std::exception_ptr failure_;
};

// Each thread that runs graphs has its own.
inline thread_local Team team;

}  // namespace oneshot
