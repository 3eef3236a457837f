// Kernels of LeNetB__AD, from LeNetB.java
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

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:22: Tensor h = conv1.call(x).relu().maxPool2d(2);
//   LeNetB.java:23: h = conv2.call(h).relu().maxPool2d(2);
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
biasRelu(
    SCALAR* __restrict__ out,  // full
    const SCALAR* __restrict__ x,  // full
    const SCALAR* __restrict__ bias,  // channel, null if absent
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  if (first >= count) return;
  ChannelWalk at(first, stride, channels, inner);
  for (INDEX i = first; i < count; i += stride, at.advance()) {
    const SCALAR bias_c = bias ? bias[at.channel] : SCALAR(-0.0);
    const SCALAR x_i = x[i];
    const SCALAR t0 = x_i + bias_c;
    if (out) out[i] = t0 < SCALAR(0) ? SCALAR(0) : t0;
  }
}

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
bias(
    SCALAR* __restrict__ out,  // full
    const SCALAR* __restrict__ x,  // full
    const SCALAR* __restrict__ bias,  // channel, null if absent
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  if (first >= count) return;
  ChannelWalk at(first, stride, channels, inner);
  for (INDEX i = first; i < count; i += stride, at.advance()) {
    const SCALAR bias_c = bias ? bias[at.channel] : SCALAR(-0.0);
    const SCALAR x_i = x[i];
    if (out) out[i] = x_i + bias_c;
  }
}

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
biasBackward(
    SCALAR* __restrict__ sum,  // channelSum
    const SCALAR* __restrict__ x,  // full
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * inner;
  for (INDEX channel = blockIdx.x; channel < channels; channel += gridDim.x) {
    double sum_sum = 0;
    SliceWalk at(channel, threadIdx.x, blockDim.x, channels, inner);
    for (INDEX j = threadIdx.x; j < count; j += blockDim.x, at.advance()) {
      const INDEX i = at.i;
      const SCALAR x_i = x[i];
      sum_sum += x_i;
    }
    if (sum) {
      sum_sum = blockSum(sum_sum);
      if (threadIdx.x == 0) sum[channel] = SCALAR(sum_sum);
    }
  }
}

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:22: Tensor h = conv1.call(x).relu().maxPool2d(2);
//   LeNetB.java:23: h = conv2.call(h).relu().maxPool2d(2);
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
biasReluBackward(
    SCALAR* __restrict__ out,  // full
    SCALAR* __restrict__ sum,  // channelSum
    const SCALAR* __restrict__ g,  // full
    const SCALAR* __restrict__ y,  // full
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * inner;
  for (INDEX channel = blockIdx.x; channel < channels; channel += gridDim.x) {
    double sum_sum = 0;
    SliceWalk at(channel, threadIdx.x, blockDim.x, channels, inner);
    for (INDEX j = threadIdx.x; j < count; j += blockDim.x, at.advance()) {
      const INDEX i = at.i;
      const SCALAR g_i = g[i];
      const SCALAR y_i = y[i];
      const SCALAR t0 = SCALAR(0) < y_i ? g_i : SCALAR(0);
      if (out) out[i] = t0;
      sum_sum += t0;
    }
    if (sum) {
      sum_sum = blockSum(sum_sum);
      if (threadIdx.x == 0) sum[channel] = SCALAR(sum_sum);
    }
  }
}

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:22: Tensor h = conv1.call(x).relu().maxPool2d(2);
//   LeNetB.java:23: h = conv2.call(h).relu().maxPool2d(2);
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
relu(
    SCALAR* __restrict__ out,  // full
    const SCALAR* __restrict__ x,  // full
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  for (INDEX i = first; i < count; i += stride) {
    const SCALAR x_i = x[i];
    if (out) out[i] = x_i < SCALAR(0) ? SCALAR(0) : x_i;
  }
}

// In org.gradsmith.samples.lenet.LeNetB.forward:
//   LeNetB.java:22: Tensor h = conv1.call(x).relu().maxPool2d(2);
//   LeNetB.java:23: h = conv2.call(h).relu().maxPool2d(2);
//   LeNetB.java:25: return fc3.call(fc2.call(fc1.call(h).relu()).relu());
extern "C" __global__ void __launch_bounds__(256)
reluBackward(
    SCALAR* __restrict__ out,  // full
    const SCALAR* __restrict__ g,  // full
    const SCALAR* __restrict__ y,  // full
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  for (INDEX i = first; i < count; i += stride) {
    const SCALAR g_i = g[i];
    const SCALAR y_i = y[i];
    if (out) out[i] = SCALAR(0) < y_i ? g_i : SCALAR(0);
  }
}
