// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
//
// Stands in for libcuda: a device of two multiprocessors whose kernels run on the CPU. Its modules are
// the shared libraries that nvrtc_on_cpu.cpp makes.
//
// The end of each allocation is the end of a page, and behind it lies one that nobody may touch: a kernel
// that reads or writes too far ends the process. Memory is filled when it is allocated and unmapped when
// it is freed. The time of an event is that of the host.
//
// DRIVER_ON_CPU_FLIPS_A_BIT in the environment makes the last element wrong that is copied to the host,
// DRIVER_ON_CPU_REFUSES_LAUNCHES makes launches fail.
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, NOT_FOUND = 500, LAUNCH_FAILED = 719 };

constexpr size_t PAGE = 4096;
constexpr size_t MEMORY = size_t(4) << 30;

struct Allocation {
  char* mapping;
  size_t mapped, bytes;
};

std::map<uint64_t, Allocation> allocations;
int current_context = 0;

// The allocation that holds all these bytes.
bool holds(uint64_t address, size_t bytes) {
  auto next = allocations.upper_bound(address);
  if (next == allocations.begin()) return false;
  auto it = std::prev(next);
  return address + bytes <= it->first + it->second.bytes;
}

char* pointer(uint64_t address) { return reinterpret_cast<char*>(address); }

using Launch = int (*)(unsigned, unsigned, void**);

struct Function {
  Launch launch;
  const char* (*error)();
};

}  // namespace

extern "C" {

int cuInit(unsigned) { return SUCCESS; }
int cuDriverGetVersion(int* version) { *version = 13000; return SUCCESS; }
int cuDeviceGetCount(int* count) { *count = 1; return SUCCESS; }
int cuDeviceGet(int* device, int ordinal) { *device = 0; return ordinal == 0 ? SUCCESS : INVALID_VALUE; }
int cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = MEMORY; return SUCCESS; }

int cuDeviceGetName(char* name, int length, int) {
  snprintf(name, length, "CPU in place of a GPU");
  return SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  switch (attribute) {
    case 16: *value = 2; return SUCCESS;        // multiprocessors
    case 38: *value = 1 << 20; return SUCCESS;  // cache
    case 75: *value = 9; return SUCCESS;        // compute capability
    case 76: *value = 0; return SUCCESS;
    default: return INVALID_VALUE;
  }
}

int cuDevicePrimaryCtxRetain(void** context, int) { *context = &current_context; return SUCCESS; }
int cuDevicePrimaryCtxRelease_v2(int) { current_context = 0; return SUCCESS; }
int cuCtxSetCurrent(void* context) { current_context = context != nullptr; return SUCCESS; }
int cuCtxSynchronize() { return current_context ? SUCCESS : INVALID_CONTEXT; }

int cuGetErrorString(int status, const char** text) {
  switch (status) {
    case INVALID_VALUE: *text = "invalid argument"; return SUCCESS;
    case OUT_OF_MEMORY: *text = "out of memory"; return SUCCESS;
    case LAUNCH_FAILED: *text = "unspecified launch failure"; return SUCCESS;
    default: *text = nullptr; return INVALID_VALUE;
  }
}

int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  if (!current_context) return INVALID_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if (bytes > MEMORY) return OUT_OF_MEMORY;
  size_t room = (bytes + PAGE - 1) / PAGE * PAGE;
  char* mapping = static_cast<char*>(mmap(nullptr, room + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (mapping == MAP_FAILED) return OUT_OF_MEMORY;
  mprotect(mapping + room, PAGE, PROT_NONE);
  *address = reinterpret_cast<uint64_t>(mapping + room - bytes);
  memset(pointer(*address), 0xA5, bytes);
  allocations[*address] = {mapping, room + PAGE, bytes};
  return SUCCESS;
}

int cuMemFree_v2(uint64_t address) {
  auto it = allocations.find(address);
  if (it == allocations.end()) return INVALID_VALUE;
  munmap(it->second.mapping, it->second.mapped);
  allocations.erase(it);
  return SUCCESS;
}

int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
  if (!holds(to, bytes)) return INVALID_VALUE;
  memcpy(pointer(to), from, bytes);
  return SUCCESS;
}

int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
  if (!holds(from, bytes)) return INVALID_VALUE;
  memcpy(to, pointer(from), bytes);
  if (bytes > 4 && getenv("DRIVER_ON_CPU_FLIPS_A_BIT")) static_cast<char*>(to)[bytes - 2] ^= 1;
  return SUCCESS;
}

int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
  if (!holds(to, bytes) || !holds(from, bytes)) return INVALID_VALUE;
  memmove(pointer(to), pointer(from), bytes);
  return SUCCESS;
}

int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t bytes) {
  if (!holds(to, bytes)) return INVALID_VALUE;
  memset(pointer(to), value, bytes);
  return SUCCESS;
}

// The image says by itself where it ends, as a cubin does.
int cuModuleLoadData(void** module, const void* image) {
  if (memcmp(image, "\177ELF", 4) != 0) return INVALID_IMAGE;
  const char* bytes = static_cast<const char*>(image);
  uint64_t sections;
  uint16_t size, count;
  memcpy(&sections, bytes + 0x28, sizeof sections);
  memcpy(&size, bytes + 0x3a, sizeof size);
  memcpy(&count, bytes + 0x3c, sizeof count);
  char name[] = "/tmp/driver-on-cpu-XXXXXX";
  int file = mkstemp(name);
  size_t length = sections + size_t(size) * count;
  bool written = file >= 0 && write(file, image, length) == static_cast<ssize_t>(length);
  close(file);
  *module = written ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : nullptr;
  unlink(name);
  return *module ? SUCCESS : INVALID_IMAGE;
}

int cuModuleUnload(void* module) { return dlclose(module) == 0 ? SUCCESS : INVALID_VALUE; }

int cuModuleGetFunction(Function** function, void* module, const char* name) {
  void* launch = dlsym(module, (std::string(name) + "__run").c_str());
  void* error = dlsym(module, "cpu_error");
  if (!launch || !error) return NOT_FOUND;
  *function = new Function{reinterpret_cast<Launch>(launch), reinterpret_cast<const char* (*)()>(error)};
  return SUCCESS;
}

int cuLaunchKernel(Function* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned shared, void* stream, void** arguments, void** extra) {
  if (!current_context) return INVALID_CONTEXT;
  if (gx == 0 || gy != 1 || gz != 1 || bx == 0 || bx > 256 || bx % 32 != 0 || by != 1 || bz != 1 || shared || stream || extra) return INVALID_VALUE;
  if (getenv("DRIVER_ON_CPU_REFUSES_LAUNCHES")) return LAUNCH_FAILED;
  if (function->launch(gx, bx, arguments) == 0) return SUCCESS;
  fprintf(stderr, "driver_on_cpu: %s\n", function->error());
  return LAUNCH_FAILED;
}

using Clock = std::chrono::steady_clock;

int cuEventCreate(Clock::time_point** event, unsigned) { *event = new Clock::time_point(); return SUCCESS; }
int cuEventDestroy_v2(Clock::time_point* event) { delete event; return SUCCESS; }
int cuEventSynchronize(Clock::time_point*) { return SUCCESS; }

int cuEventRecord(Clock::time_point* event, void* stream) {
  *event = Clock::now();
  return stream ? INVALID_VALUE : SUCCESS;
}

int cuEventElapsedTime(float* milliseconds, Clock::time_point* start, Clock::time_point* end) {
  *milliseconds = std::chrono::duration<float, std::milli>(*end - *start).count();
  return SUCCESS;
}

}  // extern "C"
