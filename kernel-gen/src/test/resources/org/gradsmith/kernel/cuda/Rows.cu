// Rows: kernels of a test
//
// Written by Gradsmith.
// Compile with --fmad=false, so that every operation rounds as in Java and as in the op by itself.
// A block takes one row at a time. A pointer to an output may be null: it is left out.
// Launch with 32 threads in a block, or a multiple of it up to 256, in one dimension.

#ifndef SCALAR
#define SCALAR float
#endif
// Wide enough for the elements of a full tensor; above 2^31 of them: unsigned long long.
#ifndef INDEX
#define INDEX unsigned int
#endif
// Shared memory in which a block keeps what it needs again, where rows are short enough. Eight blocks
// of 256 threads, all that run at once, find room for it in a multiprocessor of sm_80 and sm_90.
#ifndef STAGED_BYTES
#define STAGED_BYTES 16384
#endif

// The sum of a thread's terms. 16 at a time are added in SCALAR, those of 256 threads being 4096
// columns: the CPU's kernels do the same. Longer sums in float would lose too much, and double for
// each term is slow on many devices.
struct RunningSum {
  double total = 0;
  SCALAR chunk = 0;
  int terms = 0;

  __device__ void add(SCALAR term) {
    chunk += term;
    if (++terms == 16) {
      total += chunk;
      chunk = 0;
      terms = 0;
    }
  }

  __device__ double sum() const { return total + chunk; }
};

// The sum over the threads of a block, always in the same order; all of them must call it.
__device__ double blockSum(double value) {
  __shared__ double ofWarps[8];
  for (int offset = 16; offset > 0; offset /= 2) {
    const double other = __shfl_down_sync(0xffffffffu, value, offset);
    value = value + other;
  }
  __syncthreads();  // what the call before left there has been read
  if (threadIdx.x % 32 == 0) ofWarps[threadIdx.x / 32] = value;
  __syncthreads();
  value = ofWarps[0];
  for (unsigned int warp = 1; warp < blockDim.x / 32; warp++) {
    const double other = ofWarps[warp];
    value = value + other;
  }
  return value;
}

// The larger of two numbers; NaN where one is.
__device__ SCALAR larger(SCALAR x, SCALAR y) { return x > y || x != x ? x : y; }

// The largest over the threads of a block, always in the same order; all of them must call it.
__device__ SCALAR blockLargest(SCALAR value) {
  __shared__ SCALAR ofWarps[8];
  for (int offset = 16; offset > 0; offset /= 2) {
    const SCALAR other = __shfl_down_sync(0xffffffffu, value, offset);
    value = larger(value, other);
  }
  __syncthreads();  // what the call before left there has been read
  if (threadIdx.x % 32 == 0) ofWarps[threadIdx.x / 32] = value;
  __syncthreads();
  value = ofWarps[0];
  for (unsigned int warp = 1; warp < blockDim.x / 32; warp++) {
    const SCALAR other = ofWarps[warp];
    value = larger(value, other);
  }
  return value;
}

// The smaller of two numbers; NaN where one is.
__device__ SCALAR smaller(SCALAR x, SCALAR y) { return x < y || x != x ? x : y; }

// The smallest over the threads of a block, always in the same order; all of them must call it.
__device__ SCALAR blockSmallest(SCALAR value) {
  __shared__ SCALAR ofWarps[8];
  for (int offset = 16; offset > 0; offset /= 2) {
    const SCALAR other = __shfl_down_sync(0xffffffffu, value, offset);
    value = smaller(value, other);
  }
  __syncthreads();  // what the call before left there has been read
  if (threadIdx.x % 32 == 0) ofWarps[threadIdx.x / 32] = value;
  __syncthreads();
  value = ofWarps[0];
  for (unsigned int warp = 1; warp < blockDim.x / 32; warp++) {
    const SCALAR other = ofWarps[warp];
    value = smaller(value, other);
  }
  return value;
}

// The least column over the threads of a block, always in the same order; all of them must call it.
__device__ INDEX blockFirst(INDEX value) {
  __shared__ INDEX ofWarps[8];
  for (int offset = 16; offset > 0; offset /= 2) {
    const INDEX other = __shfl_down_sync(0xffffffffu, value, offset);
    value = other < value ? other : value;
  }
  __syncthreads();  // what the call before left there has been read
  if (threadIdx.x % 32 == 0) ofWarps[threadIdx.x / 32] = value;
  __syncthreads();
  value = ofWarps[0];
  for (unsigned int warp = 1; warp < blockDim.x / 32; warp++) {
    const INDEX other = ofWarps[warp];
    value = other < value ? other : value;
  }
  return value;
}

// The largest of a thread's terms, and the sum of exp(term - largest). When a term is larger than those
// before it, their sum is scaled. Milakov and Gimelshein: Online normalizer calculation for softmax, 2018.
struct OnlineSum {
  SCALAR largest = SCALAR(__longlong_as_double(0xfff0000000000000LL));  // -Infinity
  RunningSum powers;

  __device__ void add(SCALAR term) {
    // It adds nothing, but would be NaN before the first larger one; of nothing else, powersOf is NaN.
    if (term == SCALAR(__longlong_as_double(0xfff0000000000000LL))) return;
    const SCALAR before = largest;
    largest = larger(before, term);
    if (largest != before) {
      const SCALAR scale = exp(before - largest);
      powers.total *= scale;
      powers.chunk *= scale;
    }
    powers.add(exp(term - largest));
  }

  // This thread's part of the sum of exp(term - largestOfAll).
  __device__ double powersOf(SCALAR largestOfAll) const {
    return powers.sum() * exp(largest - largestOfAll);
  }
};

// Attention.java:31  Tensor p = scores.softmax(-1);
extern "C" __global__ void __launch_bounds__(256)
softmax(
    SCALAR* __restrict__ y,  // (rows, columns)
    const SCALAR* __restrict__ x,  // (rows, columns)
    INDEX rows, INDEX columns) {
  // Each thread comes to the same columns again, so that what is kept for it needs no barrier.
  constexpr INDEX room = STAGED_BYTES / (1 * sizeof(SCALAR));
  const bool fits = columns <= room;
  __shared__ SCALAR x_kept[room];
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    const SCALAR* const x_again = fits ? x_kept : x + start;
    SCALAR max_, sum;
    if (fits) {
      SCALAR max_part = SCALAR(__longlong_as_double(0xfff0000000000000LL));  // -Infinity
      for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
        const SCALAR x_i = x[start + column];
        x_kept[column] = x_i;
        max_part = larger(max_part, x_i);
      }
      max_ = blockLargest(max_part);

      RunningSum sum_part;
      for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
        const SCALAR x_i = x_again[column];
        sum_part.add(exp(x_i - max_));
      }
      sum = SCALAR(blockSum(sum_part.sum()));
    } else {
      OnlineSum online;
      for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
        const SCALAR x_i = x_again[column];
        online.add(x_i);
      }
      max_ = blockLargest(online.largest);
      sum = SCALAR(blockSum(online.powersOf(max_)));
    }
    const SCALAR t0 = SCALAR(1) / sum;

    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x_again[column];
      if (y) y[start + column] = exp(x_i - max_) * t0;
    }
  }
}

extern "C" __global__ void __launch_bounds__(256)
layerNormGrad(
    SCALAR* __restrict__ gx,  // (rows, columns)
    SCALAR* __restrict__ gweight,  // (blocks, columns), for addPartialSums
    SCALAR* __restrict__ gbias,  // (blocks, columns), for addPartialSums
    const SCALAR* __restrict__ g,  // (rows, columns)
    const SCALAR* __restrict__ x,  // (rows, columns)
    const SCALAR* __restrict__ weight,  // one per column, null if absent
    double number0,
    INDEX rows, INDEX columns) {
  // Each thread comes to the same columns again, so that what is kept for it needs no barrier.
  constexpr INDEX room = STAGED_BYTES / (4 * sizeof(SCALAR));
  const bool fits = columns <= room;
  __shared__ SCALAR g_kept[room];
  __shared__ SCALAR x_kept[room];
  __shared__ SCALAR gweight_kept[room];
  __shared__ SCALAR gbias_kept[room];
  SCALAR* const gweight_sums = fits ? gweight_kept : gweight + blockIdx.x * columns;
  SCALAR* const gbias_sums = fits ? gbias_kept : gbias + blockIdx.x * columns;
  for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
    if (gweight) gweight_sums[column] = 0;
    if (gbias) gbias_sums[column] = 0;
  }
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    const SCALAR* const g_again = fits ? g_kept : g + start;
    const SCALAR* const x_again = fits ? x_kept : x + start;
    RunningSum mean_part;
    RunningSum meanOfG_part;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR g_i = g[start + column];
      if (fits) g_kept[column] = g_i;
      const SCALAR x_i = x[start + column];
      if (fits) x_kept[column] = x_i;
      const SCALAR weight_c = weight ? weight[column] : SCALAR(1);
      mean_part.add(x_i);
      meanOfG_part.add(g_i * weight_c);
    }
    const SCALAR mean = SCALAR(blockSum(mean_part.sum()) / columns);
    const SCALAR meanOfG = SCALAR(blockSum(meanOfG_part.sum()) / columns);

    RunningSum variance_part;
    RunningSum meanOfProduct_part;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR g_i = g_again[column];
      const SCALAR x_i = x_again[column];
      const SCALAR weight_c = weight ? weight[column] : SCALAR(1);
      const SCALAR t0 = x_i - mean;
      variance_part.add(t0 * t0);
      meanOfProduct_part.add(g_i * weight_c * t0);
    }
    const SCALAR variance = SCALAR(blockSum(variance_part.sum()) / columns);
    const SCALAR meanOfProduct = SCALAR(blockSum(meanOfProduct_part.sum()) / columns);
    const SCALAR t1 = SCALAR(1) / sqrt(variance + SCALAR(number0));
    const SCALAR t2 = meanOfProduct * (t1 * t1);

    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR g_i = g_again[column];
      const SCALAR x_i = x_again[column];
      const SCALAR weight_c = weight ? weight[column] : SCALAR(1);
      const SCALAR t3 = x_i - mean;
      if (gx) gx[start + column] = (g_i * weight_c - meanOfG - t3 * t2) * t1;
      if (gweight) gweight_sums[column] += g_i * (t3 * t1);
      if (gbias) gbias_sums[column] += g_i;
    }
  }
  if (fits) {
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      if (gweight) gweight[blockIdx.x * columns + column] = gweight_kept[column];
      if (gbias) gbias[blockIdx.x * columns + column] = gbias_kept[column];
    }
  }
}

extern "C" __global__ void __launch_bounds__(256)
argmax(
    long long* __restrict__ y,  // one per row
    const SCALAR* __restrict__ x,  // (rows, columns)
    INDEX rows, INDEX columns) {
  // Each thread comes to the same columns again, so that what is kept for it needs no barrier.
  constexpr INDEX room = STAGED_BYTES / (1 * sizeof(SCALAR));
  const bool fits = columns <= room;
  __shared__ SCALAR x_kept[room];
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    const SCALAR* const x_again = fits ? x_kept : x + start;
    SCALAR extreme_part = SCALAR(__longlong_as_double(0xfff0000000000000LL));  // -Infinity
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x[start + column];
      if (fits) x_kept[column] = x_i;
      extreme_part = larger(extreme_part, x_i);
    }
    const SCALAR extreme = blockLargest(extreme_part);

    INDEX place_part = columns;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x_again[column];
      if ((x_i == extreme ? SCALAR(1) : (x_i == x_i ? SCALAR(0) : SCALAR(1))) != SCALAR(0) && column < place_part) place_part = column;
    }
    const INDEX place = blockFirst(place_part);
    if (threadIdx.x == 0 && y) y[row] = (long long)place;
  }
}

extern "C" __global__ void __launch_bounds__(256)
countNonzero(
    long long* __restrict__ y,  // one per row
    const SCALAR* __restrict__ x,  // (rows, columns)
    INDEX rows, INDEX columns) {
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    RunningSum nonzeros_part;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x[start + column];
      nonzeros_part.add(x_i == SCALAR(0) ? SCALAR(0) : SCALAR(1));
    }
    const double nonzeros = blockSum(nonzeros_part.sum());
    if (threadIdx.x == 0 && y) y[row] = (long long)nonzeros;
  }
}

extern "C" __global__ void __launch_bounds__(256)
allKinds(
    SCALAR* __restrict__ low,  // one per row
    SCALAR* __restrict__ share,  // (blocks, columns), for addPartialSums
    SCALAR* __restrict__ constant,  // (blocks, columns), for addPartialSums
    long long* __restrict__ place,  // one per row
    bool* __restrict__ late,  // one per row
    const SCALAR* __restrict__ x,  // (rows, columns)
    const SCALAR* __restrict__ scale,  // one per row
    const SCALAR* __restrict__ w,  // one per column, null if absent
    const SCALAR* __restrict__ s,  // one
    INDEX rows, INDEX columns) {
  const SCALAR s_0 = s[0];
  // Each thread comes to the same columns again, so that what is kept for it needs no barrier.
  constexpr INDEX room = STAGED_BYTES / (3 * sizeof(SCALAR));
  const bool fits = columns <= room;
  __shared__ SCALAR x_kept[room];
  __shared__ SCALAR share_kept[room];
  __shared__ SCALAR constant_kept[room];
  SCALAR* const share_sums = fits ? share_kept : share + blockIdx.x * columns;
  SCALAR* const constant_sums = fits ? constant_kept : constant + blockIdx.x * columns;
  for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
    if (share) share_sums[column] = 0;
    if (constant) constant_sums[column] = 0;
  }
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    const SCALAR* const x_again = fits ? x_kept : x + start;
    const SCALAR scale_r = scale[row];

    SCALAR least_part = SCALAR(__longlong_as_double(0x7ff0000000000000LL));  // Infinity
    SCALAR most_part = SCALAR(__longlong_as_double(0xfff0000000000000LL));  // -Infinity
    INDEX first_part = columns;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x[start + column];
      if (fits) x_kept[column] = x_i;
      const SCALAR w_c = w ? w[column] : SCALAR(2);
      least_part = smaller(least_part, x_i * s_0);
      most_part = larger(most_part, x_i + w_c);
      if ((x_i < scale_r ? SCALAR(0) : SCALAR(1)) != SCALAR(0) && column < first_part) first_part = column;
    }
    const SCALAR least = blockSmallest(least_part);
    const SCALAR most = blockLargest(most_part);
    const INDEX first_ = blockFirst(first_part);

    RunningSum powers_part;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x_again[column];
      powers_part.add(exp(x_i - most));
    }
    const SCALAR powers = SCALAR(blockSum(powers_part.sum()));
    if (threadIdx.x == 0 && low) low[row] = least + scale_r;
    if (threadIdx.x == 0 && place) place[row] = (long long)first_;
    if (threadIdx.x == 0 && late) late[row] = (SCALAR(first_) < SCALAR(3) ? SCALAR(0) : SCALAR(1)) != SCALAR(0);

    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR x_i = x_again[column];
      if (share) share_sums[column] += exp(x_i - most) / powers;
      if (constant) constant_sums[column] += scale_r;
    }
  }
  if (fits) {
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      if (share) share[blockIdx.x * columns + column] = share_kept[column];
      if (constant) constant[blockIdx.x * columns + column] = constant_kept[column];
    }
  }
}

extern "C" __global__ void __launch_bounds__(256)
larger_(
    SCALAR* __restrict__ columns_,  // one per row
    const SCALAR* __restrict__ row_,  // (rows, columns)
    const SCALAR* __restrict__ t0,  // one per row
    double number1,
    double number3,
    INDEX rows, INDEX columns) {
  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
    const INDEX start = row * columns;
    RunningSum exp_part;
    for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      const SCALAR row__i = row_[start + column];
      exp_part.add(row__i * SCALAR(number3));
    }
    const SCALAR exp_ = SCALAR(blockSum(exp_part.sum()));
    const SCALAR t0_r = t0[row];
    if (threadIdx.x == 0 && columns_) columns_[row] = (exp_ + t0_r) * SCALAR(number1);
  }
}

// Sums over rows: every block of a kernel has left a row of sums. A block of 256 threads takes 32
// columns at a time: each warp adds up every eighth row of sums, then the warps' sums are added in order.
extern "C" __global__ void __launch_bounds__(256)
addPartialSums(
    SCALAR* __restrict__ sums,  // column
    const SCALAR* __restrict__ partial,  // (blocks, columns)
    INDEX blocks, INDEX columns) {
  __shared__ double ofWarps[8][32];
  const unsigned int warp = threadIdx.x / 32;
  const unsigned int lane = threadIdx.x % 32;
  for (INDEX first = blockIdx.x * 32; first < columns; first += gridDim.x * 32) {
    const INDEX column = first + lane;
    double sum = 0;
    for (INDEX block = warp; column < columns && block < blocks; block += 8) {
      sum += partial[block * columns + column];
    }
    ofWarps[warp][lane] = sum;
    __syncthreads();
    if (warp == 0 && column < columns) {
      for (int other = 1; other < 8; other++) sum += ofWarps[other][lane];
      sums[column] = SCALAR(sum);
    }
    __syncthreads();  // the first warp has read the others' sums
  }
}
