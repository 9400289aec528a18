// Keeps freed memory for the next tensors. A step makes and frees hundreds of tensors of the same few sizes; handing
// the large ones back to the system each time costs a page fault for every 4 kB of them.
#include <malloc.h>

namespace oneshot {
namespace {

const int configured = [] {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  return mallopt(M_TOP_PAD, 64 << 20);
}();

}  // namespace
}  // namespace oneshot
