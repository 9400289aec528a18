// Times runs of a network's graphs by our kernels, without TensorFlow and in one thread, and what the processor can
// do at most. `measure.ts` compiles it twice, with ONESHOT_METER and without, and writes the files that it reads.
//
//   roofline limits                  the processor's limits
//   roofline <file> <seconds>        a file of int32: training, images, weights, graphs; then each graph's length
//                                    and its integers
//
// It answers with a line of JSON.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "heap.h"
#include "meter.h"
#include "network.h"

using namespace oneshot;

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Multiply-adds of vectors that stay in registers: no matrix product does more floating-point operations a second.
double peakFlops() {
  constexpr int SUMS = 14;
  const int64_t rounds = 2'000'000;
  double best = 0;
  for (int repeat = 0; repeat < 5; repeat++) {
    Widest sums[SUMS] = {}, a = {}, b = {};
    // The compiler may not know what is multiplied, nor leave a round out.
    asm volatile("" : "+v"(a), "+v"(b));
    const double begin = now();
    for (int64_t round = 0; round < rounds; round++) {
#pragma GCC unroll 16
      for (int i = 0; i < SUMS; i++) sums[i] += a * b;
#pragma GCC unroll 16
      for (int i = 0; i < SUMS; i++) asm volatile("" : "+v"(sums[i]));
    }
    best = std::max(best, 2.0 * SUMS * lanes<Widest> * rounds / (now() - begin));
  }
  return best;
}

// Bytes read and written a second by copying one half of so many bytes to the other.
double copyRate(int64_t bytes) {
  const int64_t floats = bytes / 8;
  const Loan from(floats), to(floats);
  std::fill_n(from.get(), floats, 0.0f);
  double best = 0;
  for (int repeat = 0; repeat < 5; repeat++) {
    const int64_t rounds = std::max<int64_t>(2, 200'000'000 / bytes);
    const double begin = now();
    for (int64_t round = 0; round < rounds; round++) {
      for (int64_t i = 0; i + 4 * lanes<Widest> <= floats; i += 4 * lanes<Widest>) {
#pragma GCC unroll 4
        for (int v = 0; v < 4; v++) {
          store(to.get() + i + v * lanes<Widest>, load<Widest>(from.get() + i + v * lanes<Widest>));
        }
      }
      asm volatile("" ::: "memory");
    }
    best = std::max(best, static_cast<double>(bytes) * rounds / (now() - begin));
  }
  return best;
}

void printLimits() {
  std::printf("{\"flops\":%.0f,\"copies\":[", peakFlops());
  const char* comma = "";
  // Within the caches of the first, second and third level, and beyond them.
  for (const int64_t bytes : {16 << 10, 512 << 10, 8 << 20, 512 << 20}) {
    std::printf("%s{\"bytes\":%ld,\"bytesPerSecond\":%.0f}", comma, static_cast<long>(bytes), copyRate(bytes));
    comma = ",";
  }
  std::printf("]}\n");
}

std::vector<int32_t> readIntegers(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
  std::vector<int32_t> integers(bytes.size() / sizeof(int32_t));
  std::memcpy(integers.data(), bytes.data(), integers.size() * sizeof(int32_t));
  return integers;
}

// Graphs with weights, images and labels to run them on.
class Runs {
 public:
  explicit Runs(const std::vector<int32_t>& integers)
      : training_(integers.at(0)),
        images_(integers.at(1)),
        length_(integers.at(2)),
        weights_(length_),
        gradients_(length_) {
    size_t at = 4;
    for (int i = 0; i < integers.at(3); i++) {
      const int length = integers.at(at++);
      graphs_.emplace_back(integers.begin() + at, integers.begin() + at + length);
      at += length;
    }
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (int64_t i = 0; i < length_; i++) weights_.get()[i] = 0.1f * normal(random);
    const Graph graph(row(0));
    image_ = graph.image;
    pixels_.resize(images_ * image_.size());
    for (float& pixel : pixels_) pixel = normal(random);
    for (int i = 0; i < images_; i++) labels_.push_back(i % graph.classes);
    logits_.resize(images_ * graph.classes);
    losses_.resize(images_);
    for (size_t i = 0; i < graphs_.size(); i++) {
      statistics_.resize(std::max<size_t>(statistics_.size(), Graph(row(i)).statisticsLength()));
    }
  }

  int count() const { return graphs_.size(); }

  void all() {
    for (size_t i = 0; i < graphs_.size(); i++) {
      const NetworkInputs inputs{row(i),
                                 {weights_.get(), length_},
                                 pixels_.data(),
                                 {images_, image_.height, image_.width, image_.channels},
                                 {labels_.data(), images_},
                                 {nullptr, 0},
                                 {training_ ? gradients_.get() : nullptr, training_ ? length_ : 0}};
      runNetwork(readGraph(inputs), inputs, {logits_.data(), losses_.data(), statistics_.data()});
    }
  }

 private:
  Row<const int32_t> row(size_t i) const { return {graphs_[i].data(), static_cast<int64_t>(graphs_[i].size())}; }

  const bool training_;
  const int images_;
  const int64_t length_;
  Loan weights_, gradients_;
  Shape image_;
  std::vector<std::vector<int32_t>> graphs_;
  std::vector<float> pixels_, logits_, losses_, statistics_;
  std::vector<int32_t> labels_;
};

void printRuns(const char* path, double seconds) {
  Runs runs(readIntegers(path));
  runs.all();
#ifdef ONESHOT_METER
  spent.clear();
  const int64_t firstTick = __rdtsc();
#endif
  const double begin = now();
  double best = 1e9;
  int repeats = 0;
  for (; repeats < 3 || now() - begin < seconds; repeats++) {
    const double from = now();
    runs.all();
    best = std::min(best, now() - from);
  }
  std::printf("{\"seconds\":%.9f,\"work\":[", best / runs.count());
#ifdef ONESHOT_METER
  const double tick = (now() - begin) / (__rdtsc() - firstTick);
  const char* comma = "";
  for (const auto& [work, each] : spent) {
    std::printf("%s{\"work\":[", comma);
    for (size_t i = 0; i < work.size(); i++) std::printf("%s%d", i > 0 ? "," : "", work[i]);
    const double every = static_cast<double>(repeats) * runs.count();
    std::printf("],\"calls\":%.6f,\"seconds\":%.9f}", each.calls / every, each.ticks * tick / every);
    comma = ",";
  }
#endif
  std::printf("]}\n");
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string(arguments[1]) == "limits") printLimits();
  else if (count == 3) printRuns(arguments[1], std::stod(arguments[2]));
  else return 1;
}
