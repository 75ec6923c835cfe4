// The memory of tensors on the CPU: large blocks are kept when freed, and used again.
//
// A training step frees and takes the same few hundred megabytes over and over. libtorch asks posix_memalign for them, and
// glibc serves an aligned request badly from a freed block of that very size (before 2.38): a step's tensors land beside
// the holes of the last one's, so the process grows to twice what is live; given back to the kernel instead, each page
// costs a fault in every step. Here a large block waits for the next tensor of about its size, and what waits is bounded
// by a share of the most that was ever live, so that memory follows the network and not the history of shapes.
#include "allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <list>
#include <map>
#include <mutex>

namespace selectivity {
namespace {

constexpr size_t kAlignment = 64;           // what libtorch's kernels count on
constexpr size_t kLarge = size_t(1) << 20;  // smaller tensors are malloc's
constexpr size_t kUnit = size_t(256) << 10;

/// Stands in front of every tensor's bytes.
struct alignas(kAlignment) Header {
  size_t mapped;  // bytes of the block, header included; 0 where it is malloc's
};
static_assert(sizeof(Header) == kAlignment, "the bytes behind a header are aligned");

/// Blocks of whole units, mapped from the kernel, in use or idle.
class Blocks {
 public:
  Header* take(size_t bytes) {
    const size_t size = (bytes + kUnit - 1) / kUnit * kUnit;
    std::lock_guard<std::mutex> guard(lock_);
    Header* block = reuse(size);
    return block ? block : map(size);
  }

  void give(Header* block) {
    std::lock_guard<std::mutex> guard(lock_);
    live_ -= block->mapped;
    bySize_.emplace(block->mapped, idle_.insert(idle_.end(), block));
  }

 private:
  using Idle = std::list<Header*>;  // the longest idle first

  /// The idle block that fits best and was used last (its bytes may still be in the cache), if it is not twice too large.
  Header* reuse(size_t size) {
    const auto fitting = bySize_.lower_bound(size);
    if (fitting == bySize_.end() || fitting->first > 2 * size) return nullptr;
    const auto latest = std::prev(bySize_.upper_bound(fitting->first));
    Header* block = *latest->second;
    idle_.erase(latest->second);
    bySize_.erase(latest);
    count(block->mapped);
    return block;
  }

  Header* map(size_t size) {
    while (!idle_.empty() && mapped_ + size > limit(size)) unmapLongestIdle();
    void* memory = mapped(size);
    while (memory == MAP_FAILED && !idle_.empty()) {
      unmapLongestIdle();
      memory = mapped(size);
    }
    if (memory == MAP_FAILED) return nullptr;
#ifdef MADV_HUGEPAGE
    madvise(memory, size, MADV_HUGEPAGE);
#endif
    mapped_ += size;
    count(size);
    return new (memory) Header{size};
  }

  static void* mapped(size_t size) {
    return mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }

  /// Live and idle together may be a quarter more than ever was live: with less, blocks come and go in every step.
  size_t limit(size_t size) const { return std::max(most_, live_ + size) / 4 * 5; }

  void unmapLongestIdle() {
    Header* block = idle_.front();
    const size_t size = block->mapped;
    bySize_.erase(bySize_.lower_bound(size));  // of one size, in the order in which they became idle
    idle_.pop_front();
    mapped_ -= size;
    munmap(block, size);
  }

  void count(size_t size) {
    live_ += size;
    most_ = std::max(most_, live_);
  }

  std::mutex lock_;
  Idle idle_;
  std::multimap<size_t, Idle::iterator> bySize_;
  size_t live_ = 0, most_ = 0, mapped_ = 0;
};

Blocks& blocks() {
  static auto* const kept = new Blocks;  // never destroyed: tensors may outlive every destructor
  return *kept;
}

void release(void* bytes) {
  if (!bytes) return;
  Header* header = static_cast<Header*>(bytes) - 1;
  if (header->mapped > 0)
    blocks().give(header);
  else
    std::free(header);
}

Header* small(size_t bytes) {
  void* memory = nullptr;
  return posix_memalign(&memory, kAlignment, bytes) == 0 ? new (memory) Header{0} : nullptr;
}

// Up to 2.0 `c10::Allocator::allocate` was const, and `copy_data` did not exist.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
#define SELECTIVITY_ALLOCATE allocate(size_t bytes)
#define SELECTIVITY_COPY_DATA \
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
#else
#define SELECTIVITY_ALLOCATE allocate(size_t bytes) const
#define SELECTIVITY_COPY_DATA
#endif

class KeepingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr SELECTIVITY_ALLOCATE override {
    const c10::Device cpu(c10::DeviceType::CPU);
    if (bytes == 0) return {nullptr, nullptr, &release, cpu};
    const size_t whole = bytes + sizeof(Header);
    Header* header = whole < kLarge ? small(whole) : blocks().take(whole);
    TORCH_CHECK_WITH(OutOfMemoryError, header, "out of memory: a tensor of ", bytes, " bytes could not be had");
    return {header + 1, header + 1, &release, cpu};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &release; }

  SELECTIVITY_COPY_DATA
};

}  // namespace

void keepTensorMemory() {
  static KeepingAllocator allocator;
  c10::SetCPUAllocator(&allocator, /*priority=*/1);
}

}  // namespace selectivity
