// Spellings: kernels of a test
//
// Written by Gradsmith; the next compilation of the Java source overwrites it.
// Compile with --fmad=false, so that every operation rounds as in Java and as in the op by itself.
// A full tensor is seen as (outer, channels, inner). A pointer to an output may be null: it is left out.
// Launch with 256 threads in a block, in one dimension.

#ifndef SCALAR
#define SCALAR float
#endif
// Wide enough for the elements of a full tensor; above 2^31 of them: unsigned long long.
#ifndef INDEX
#define INDEX unsigned int
#endif

// The channel of element i, followed while i grows by the same stride: no division per element.
struct ChannelWalk {
  INDEX channel, column, channelStep, columnStep, channels, columns;

  __device__ ChannelWalk(INDEX i, INDEX stride, INDEX channels, INDEX inner) {
    this->channels = channels;
    columns = inner;
    channel = i / columns % channels;
    column = i % columns;
    channelStep = stride / columns % channels;
    columnStep = stride % columns;
  }

  __device__ void advance() {
    channel += channelStep;
    column += columnStep;
    if (column >= columns) {
      column -= columns;
      channel++;
    }
    if (channel >= channels) channel -= channels;
  }
};

// The elements of one channel, from the first-th on, a stride of its elements at a time.
struct SliceWalk {
  INDEX i, column, step, columnStep, gap, columns;

  __device__ SliceWalk(INDEX channel, INDEX first, INDEX stride, INDEX channels, INDEX inner) {
    columns = inner > 0 ? inner : 1;  // where inner is 0, nothing is walked
    column = first % columns;
    columnStep = stride % columns;
    i = (first / columns * channels + channel) * columns + column;
    step = stride / columns * channels * columns + columnStep;
    gap = (channels - 1) * columns;
  }

  __device__ void advance() {
    i += step;
    column += columnStep;
    if (column >= columns) {
      column -= columns;
      i += gap;
    }
  }
};

// The sum over the threads of a block, always in the same order; all of them must call it.
__device__ double blockSum(double term) {
  __shared__ double warpSums[8];
  for (int offset = 16; offset > 0; offset /= 2) {
    term += __shfl_down_sync(0xffffffffu, term, offset);
  }
  __syncthreads();  // the sums of the call before have been read
  if (threadIdx.x % 32 == 0) warpSums[threadIdx.x / 32] = term;
  __syncthreads();
  double sum = 0;
  for (int warp = 0; warp < 8; warp++) sum += warpSums[warp];
  return sum;
}

extern "C" __global__ void __launch_bounds__(256)
exp_(
    SCALAR* __restrict__ double_,  // full
    SCALAR* __restrict__ half_,  // full
    const SCALAR* __restrict__ x,  // full
    const SCALAR* __restrict__ i_,  // scalar
    const SCALAR* __restrict__ register_,  // channel
    INDEX outer, INDEX channels, INDEX inner) {
  const SCALAR i__0 = i_[0];
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  if (first >= count) return;
  ChannelWalk at(first, stride, channels, inner);
  for (INDEX i = first; i < count; i += stride, at.advance()) {
    const SCALAR register__c = register_[at.channel];
    const SCALAR x_i = x[i];
    if (double_) double_[i] = -(-x_i) / (i__0 - (register__c - exp(x_i * (SCALAR(__longlong_as_double(0x7ff8000000000000LL)) + SCALAR(-0.0)))));
    if (half_) half_[i] = x_i < (x_i < i__0 ? SCALAR(0.1) : SCALAR(-2)) ? x_i - i__0 - SCALAR(1) : (x_i + SCALAR(1.0E-40)) * (x_i / SCALAR(3));
  }
}

// a comment that ends in a backslash
// and one
//  of two lines
extern "C" __global__ void __launch_bounds__(256)
sums(
    SCALAR* __restrict__ sum,  // channelSum
    SCALAR* __restrict__ squares,  // channelSum
    SCALAR* __restrict__ roots,  // full
    const SCALAR* __restrict__ x,  // full
    const SCALAR* __restrict__ count_,  // channel, null if absent
    const SCALAR* __restrict__ scale,  // scalar
    INDEX outer, INDEX channels, INDEX inner) {
  const SCALAR scale_0 = scale[0];
  const INDEX count = outer * inner;
  for (INDEX channel = blockIdx.x; channel < channels; channel += gridDim.x) {
    const SCALAR count__c = count_ ? count_[channel] : SCALAR(-0.0);
    double sum_sum = 0;
    double squares_sum = 0;
    SliceWalk at(channel, threadIdx.x, blockDim.x, channels, inner);
    for (INDEX j = threadIdx.x; j < count; j += blockDim.x, at.advance()) {
      const INDEX i = at.i;
      const SCALAR x_i = x[i];
      sum_sum += (x_i - count__c) * scale_0;
      squares_sum += x_i * x_i;
      if (roots) roots[i] = sqrt(x_i);
    }
    if (sum) {
      sum_sum = blockSum(sum_sum);
      if (threadIdx.x == 0) sum[channel] = SCALAR(sum_sum);
    }
    if (squares) {
      squares_sum = blockSum(squares_sum);
      if (threadIdx.x == 0) squares[channel] = SCALAR(squares_sum);
    }
  }
}

extern "C" __global__ void __launch_bounds__(256)
constant(
    SCALAR* __restrict__ y,  // full
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  for (INDEX i = first; i < count; i += stride) {
    if (y) y[i] = -SCALAR(__longlong_as_double(0x7ff0000000000000LL));
  }
}
