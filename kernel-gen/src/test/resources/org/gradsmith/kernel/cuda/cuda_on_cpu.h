// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
//
// Runs CUDA C on the CPU, so that generated kernels can be tested without a GPU. g++ compiles the
// kernel text unchanged, with this file included before it. After the kernels, a line
//
//   RUN_ON_CPU(name)
//
// per kernel defines a C function  int name__run(unsigned blocks, unsigned threads, void** arguments)
// that launches it; `arguments` is what cuLaunchKernel takes: the address of each argument's value.
// It returns 0, or 1 after an error that cpu_error() describes.
//
// Blocks run one after the other. Each thread of a block is a coroutine with a stack of its own. It
// runs until it waits, at __syncthreads or at a shuffle. A warp goes on, shuffle by shuffle, until its
// threads wait at __syncthreads, and gets as far ahead of the others as it can; then the next one runs.
// When all living threads of the block wait there, they are released. If no thread can run, the kernel
// hangs on a GPU too, and that is the error.
//
// cpu_order(n) chooses in which order blocks, warps and lanes get to run: 0 ascending, 1 descending,
// others shuffled by n. A kernel whose result depends on the order lacks a barrier.
//
// Not seen here: races within a warp between two waits that no order brings out, memory that is out of
// bounds, shared memory that is read before it is written. Blocks are one-dimensional; a shuffle names
// the whole warp.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __launch_bounds__(...)
#define __shared__ static thread_local

// CUDA has the functions of float under the names of those of double.
using std::acos;
using std::acosh;
using std::asin;
using std::asinh;
using std::atan;
using std::atan2;
using std::atanh;
using std::ceil;
using std::copysign;
using std::cos;
using std::cosh;
using std::erf;
using std::erfc;
using std::exp;
using std::exp2;
using std::expm1;
using std::fabs;
using std::floor;
using std::fmod;
using std::hypot;
using std::lgamma;
using std::log;
using std::log10;
using std::log1p;
using std::log2;
using std::pow;
using std::rint;
using std::sin;
using std::sinh;
using std::sqrt;
using std::tan;
using std::tanh;
using std::trunc;

// What CUDA has and C has not: from the approximation of S. Winitzki (2008) on by steps of Halley.
inline double erfinv(double y) {
  const double a = fabs(y);
  if (!(a < 1)) return a == 1 ? copysign(HUGE_VAL, y) : NAN;
  const double two_over_root_pi = 1.1283791670955126;
  const double l = log1p(-a * a), c = 4.330746750799873 + l / 2;
  double x = sqrt(sqrt(c * c - l / 0.147) - c);
  for (int i = 0; i < 4; i++) {
    const double error = a > 0.5 ? (1 - a) - erfc(x) : erf(x) - a;
    const double step = error / (two_over_root_pi * exp(-x * x));
    x -= step / (1 + x * step);
  }
  return copysign(x, y);
}

inline float erfinv(float y) { return float(erfinv(double(y))); }

namespace on_cpu {
// Each library has its own: what is inline and has a name is one for all libraries of a process, and
// then a coroutine that waits in the code of one would go on there when another has taken its place.
namespace {

struct Index {
  unsigned x, y, z;
};

constexpr size_t STACK_BYTES = 64 * 1024;
constexpr unsigned WARP = 32;

// A coroutine: it runs the body once per block. makecontext gives it its stack; from then on _setjmp
// and _longjmp switch, which need no system call.
struct Thread {
  enum State { READY, AT_BARRIER, AT_SHUFFLE, DONE };

  State state = READY;
  Index index{};
  bool started = false;
  jmp_buf here;
  std::unique_ptr<char[]> stack{new char[STACK_BYTES]};
  // What a lane offers in a shuffle, the lane it reads, and what it got.
  unsigned source = 0;
  double offered = 0, received = 0;

  unsigned lane() const { return index.x % WARP; }
};

struct Block {
  Index index{}, blocks{}, threads{};
  std::vector<Thread> thread;
  void (*body)(void*) = nullptr;
  void* arguments = nullptr;
};

inline thread_local Block block_storage;
inline thread_local Block* block = &block_storage;
inline thread_local Thread* current;
inline thread_local jmp_buf scheduler;
inline thread_local char error[200];
inline int order_seed = 0;

__attribute__((noinline)) inline void wait_in(Thread::State state) {
  current->state = state;
  if (!_setjmp(current->here)) _longjmp(scheduler, 1);
}

inline void thread_main() {
  for (;;) {
    block->body(block->arguments);
    wait_in(Thread::DONE);
  }
}

__attribute__((noinline)) inline void resume(Thread& thread) {
  current = &thread;
  if (_setjmp(scheduler)) return;
  if (thread.started) _longjmp(thread.here, 1);
  thread.started = true;
  static thread_local ucontext_t context;
  getcontext(&context);
  context.uc_stack.ss_sp = thread.stack.get();
  context.uc_stack.ss_size = STACK_BYTES;
  context.uc_link = nullptr;
  makecontext(&context, thread_main, 0);
  setcontext(&context);
}

inline std::vector<unsigned> order(unsigned count) {
  std::vector<unsigned> order(count);
  for (unsigned i = 0; i < count; i++) order[i] = order_seed == 1 ? count - 1 - i : i;
  unsigned long long state = order_seed;
  for (unsigned i = count; order_seed > 1 && i > 1; i--) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    std::swap(order[i - 1], order[(state >> 33) % i]);
  }
  return order;
}

inline unsigned count(Thread::State state) {
  unsigned count = 0;
  for (const Thread& t : block->thread) count += t.state == state;
  return count;
}

inline bool release_barrier() {
  if (count(Thread::AT_BARRIER) + count(Thread::DONE) < block->thread.size()) return false;
  for (Thread& t : block->thread) {
    if (t.state == Thread::AT_BARRIER) t.state = Thread::READY;
  }
  return true;
}

// Lanes that have returned take no part; reading from one gives the reader's own value.
inline bool release_shuffle(unsigned first) {
  unsigned end = std::min<unsigned>(first + WARP, block->thread.size());
  bool any = false;
  for (unsigned i = first; i < end; i++) {
    Thread::State state = block->thread[i].state;
    if (state != Thread::AT_SHUFFLE && state != Thread::DONE) return false;
    any |= state == Thread::AT_SHUFFLE;
  }
  for (unsigned i = first; i < end; i++) {
    Thread& t = block->thread[i];
    if (t.state != Thread::AT_SHUFFLE) continue;
    unsigned from = first + t.source;
    bool there = t.source < WARP && from < end && block->thread[from].state != Thread::DONE;
    t.received = there ? block->thread[from].offered : t.offered;
  }
  for (unsigned i = first; i < end; i++) {
    Thread& t = block->thread[i];
    if (t.state == Thread::AT_SHUFFLE) t.state = Thread::READY;
  }
  return any;
}

// Runs the threads of a warp until each of them waits for those of other warps, or has returned.
inline void run_warp(unsigned first, const std::vector<unsigned>& lanes) {
  do {
    for (unsigned lane : lanes) {
      unsigned i = first + lane;
      if (i < block->thread.size() && block->thread[i].state == Thread::READY) resume(block->thread[i]);
    }
  } while (release_shuffle(first));
}

inline int run_block() {
  for (unsigned i = 0; i < block->thread.size(); i++) {
    block->thread[i].state = Thread::READY;
    block->thread[i].index = {i, 0, 0};
  }
  const std::vector<unsigned> warps = order((block->thread.size() + WARP - 1) / WARP);
  const std::vector<unsigned> lanes = order(WARP);
  while (count(Thread::DONE) < block->thread.size()) {
    for (unsigned warp : warps) run_warp(warp * WARP, lanes);
    if (count(Thread::DONE) < block->thread.size() && !release_barrier()) {
      snprintf(error, sizeof error, "block %u hangs: %u threads wait at __syncthreads, %u at a shuffle, %u have returned",
               block->index.x, count(Thread::AT_BARRIER), count(Thread::AT_SHUFFLE), count(Thread::DONE));
      block->thread.clear();
      return 1;
    }
  }
  return 0;
}

inline int launch(unsigned blocks, unsigned threads, void (*body)(void*), void* arguments) {
  if (block->thread.size() != threads) block->thread = std::vector<Thread>(threads);
  block->blocks = {blocks, 1, 1};
  block->threads = {threads, 1, 1};
  block->body = body;
  block->arguments = arguments;
  error[0] = 0;
  for (unsigned i : order(blocks)) {
    block->index = {i, 0, 0};
    if (run_block()) return 1;
  }
  return 0;
}

template <class... A, size_t... I>
void call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  kernel(*static_cast<A*>(arguments[I])...);
}

template <class... A>
void call(void (*kernel)(A...), void** arguments) {
  call(kernel, arguments, std::index_sequence_for<A...>{});
}

inline double shuffle(unsigned mask, double value, unsigned source) {
  if (mask != 0xffffffffu) {
    fprintf(stderr, "cuda_on_cpu.h: a shuffle must name the whole warp\n");
    abort();
  }
  current->offered = value;
  current->source = source;
  wait_in(Thread::AT_SHUFFLE);
  return current->received;
}

}  // namespace
}  // namespace on_cpu

#define threadIdx (on_cpu::current->index)
#define blockIdx (on_cpu::block->index)
#define blockDim (on_cpu::block->threads)
#define gridDim (on_cpu::block->blocks)

inline void __syncthreads() { on_cpu::wait_in(on_cpu::Thread::AT_BARRIER); }

inline double __shfl_down_sync(unsigned mask, double value, unsigned offset) {
  return on_cpu::shuffle(mask, value, on_cpu::current->lane() + offset);
}

inline double __longlong_as_double(long long bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

#define RUN_ON_CPU(name)                                                               \
  extern "C" int name##__run(unsigned blocks, unsigned threads, void** arguments) {    \
    auto body = [](void* a) { on_cpu::call(name, static_cast<void**>(a)); };           \
    return on_cpu::launch(blocks, threads, body, arguments);                           \
  }

extern "C" inline __attribute__((used)) const char* cpu_error() { return on_cpu::error; }
extern "C" inline __attribute__((used)) void cpu_order(int seed) { on_cpu::order_seed = seed; }
