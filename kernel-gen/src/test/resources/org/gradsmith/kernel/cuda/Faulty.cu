// Kernels with a fault each, for the test of cuda_on_cpu.h itself.

// No barrier between writing and reading: right in one order of the threads, by luck.
extern "C" __global__ void racy(float* y, const float* x) {
  __shared__ float shared[64];
  shared[threadIdx.x] = x[threadIdx.x];
  y[threadIdx.x] = threadIdx.x > 0 ? shared[threadIdx.x - 1] : 0;
}

// The same with a barrier.
extern "C" __global__ void shifted(float* y, const float* x) {
  __shared__ float shared[64];
  shared[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  y[threadIdx.x] = threadIdx.x > 0 ? shared[threadIdx.x - 1] : 0;
}

// Some threads wait at a barrier, the others of their warp at a shuffle.
extern "C" __global__ void hanging(float* y, const float* x) {
  if (threadIdx.x < 7) {
    __syncthreads();
  } else {
    y[threadIdx.x] = __shfl_down_sync(0xffffffffu, x[threadIdx.x], 1);
  }
}

// Allowed: threads that have returned hold up nobody.
extern "C" __global__ void early(float* y, const float* x) {
  if (threadIdx.x >= 40) return;
  __syncthreads();
  y[threadIdx.x] = __shfl_down_sync(0xffffffffu, x[threadIdx.x], 1);
}
