// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
//
// Functions as a C library of numbers has them.
#include <stdint.h>

// Each element moved towards zero by lambda.
void softshrink(const float* x, float* y, int64_t n, float lambda) {
  for (int64_t i = 0; i < n; i++) {
    y[i] = x[i] > lambda ? x[i] - lambda : x[i] < -lambda ? x[i] + lambda : 0;
  }
}

// y = A x.
void matvec(double* y, const double* a, const double* x, int rows, int columns) {
  for (int i = 0; i < rows; i++) {
    y[i] = 0;
    for (int j = 0; j < columns; j++) {
      y[i] += a[i * columns + j] * x[j];
    }
  }
}

// The differences of neighbours, of which there is one less; fails if something is not larger than before.
int increments(const int64_t* x, int64_t* y, long long n) {
  for (int64_t i = 0; i + 1 < n; i++) {
    y[i] = x[i + 1] - x[i];
    if (y[i] <= 0) return 100 + (int)i;
  }
  return 0;
}

// The sum of all elements, of which there may be none.
void total(const double* x, int64_t n, double* sum) {
  *sum = 0;
  for (int64_t i = 0; i < n; i++) {
    *sum += x[i];
  }
}
