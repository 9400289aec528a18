// Checks of what TensorFlow hands over, made before any memory is touched; the kernels themselves check nothing.
#pragma once

#include <cstdint>
#include <sstream>
#include <stdexcept>

namespace oneshot {

// Values in a row, and how many there are.
template <typename T>
struct Row {
  T* data = nullptr;
  int64_t length = 0;
};

// Refuses an input; the parts make up the message.
template <typename... Parts>
[[noreturn]] void refuse(const Parts&... parts) {
  std::ostringstream message;
  (message << ... << parts);
  throw std::invalid_argument(message.str());
}

// Refuses a number below `least` or above `most`; the parts say what it is.
template <typename... Parts>
void checkRange(int64_t found, int64_t least, int64_t most, const Parts&... parts) {
  if (found >= least && found <= most) return;
  if (least == most) refuse(parts..., ": found ", found, ", wanted ", least);
  refuse(parts..., ": found ", found, ", wanted ", least, " to ", most);
}

// Refuses a stretch that does not lie wholly within so many weights.
template <typename... Parts>
void checkInside(int64_t first, int64_t length, int64_t weights, const Parts&... parts) {
  if (first >= 0 && length >= 0 && first <= weights - length) return;
  refuse(parts..., ": found ", length, " values from place ", first, ", wanted them within ", weights, " weights");
}

}  // namespace oneshot
