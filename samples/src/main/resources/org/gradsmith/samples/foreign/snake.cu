// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
//
// Snake of each element: x + sin(a x)^2 / a. A thread for each; the last block has some too many.
extern "C" __global__ void __launch_bounds__(256)
snake(const double* __restrict__ x, double* __restrict__ y, long long n, double a) {
  long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x;
  if (i >= n) return;
  double s = sin(a * x[i]);
  y[i] = x[i] + s * s / a;
}
