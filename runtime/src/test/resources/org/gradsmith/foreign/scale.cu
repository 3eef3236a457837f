// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
__device__ float scaled(float x, float factor) {
  return x * factr;
}

extern "C" __global__ void scale(const float* x, float* y, long long n, float factor) {
  long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x
  if (i < n) y[i] = scaled(x[i], factor);
}
