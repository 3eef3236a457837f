// Broadcast: kernels of a test
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

// x has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gated_x_LIES
#define gated_x_LIES 0
#endif
// gate has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gated_gate_LIES
#define gated_gate_LIES 0
#endif
// bias has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gated_bias_LIES
#define gated_bias_LIES 0
#endif
extern "C" __global__ void __launch_bounds__(256)
gated(
    SCALAR* __restrict__ y,  // full
    const SCALAR* __restrict__ x,  // broadcast
    const SCALAR* __restrict__ gate,  // broadcast
    const SCALAR* __restrict__ bias,  // broadcast
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  if (first >= count) return;
  ChannelWalk at(first, stride, channels, inner);
  for (INDEX i = first; i < count; i += stride, at.advance()) {
    const SCALAR x_i = x[gated_x_LIES == 0 ? i : gated_x_LIES == 1 ? at.channel : 0];
    const SCALAR gate_i = gate[gated_gate_LIES == 0 ? i : gated_gate_LIES == 1 ? at.channel : 0];
    const SCALAR bias_i = bias[gated_bias_LIES == 0 ? i : gated_bias_LIES == 1 ? at.channel : 0];
    if (y) y[i] = x_i / (SCALAR(1) + exp(-x_i)) * gate_i + bias_i;
  }
}

// g has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackward_g_LIES
#define gatedBackward_g_LIES 0
#endif
// x has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackward_x_LIES
#define gatedBackward_x_LIES 0
#endif
// gate has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackward_gate_LIES
#define gatedBackward_gate_LIES 0
#endif
extern "C" __global__ void __launch_bounds__(256)
gatedBackward(
    SCALAR* __restrict__ gGate,  // full
    SCALAR* __restrict__ gBias,  // full
    SCALAR* __restrict__ gx,  // full
    const SCALAR* __restrict__ g,  // broadcast
    const SCALAR* __restrict__ x,  // broadcast
    const SCALAR* __restrict__ gate,  // broadcast
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * channels * inner;
  const INDEX stride = gridDim.x * blockDim.x;
  const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
  if (first >= count) return;
  ChannelWalk at(first, stride, channels, inner);
  for (INDEX i = first; i < count; i += stride, at.advance()) {
    const SCALAR g_i = g[gatedBackward_g_LIES == 0 ? i : gatedBackward_g_LIES == 1 ? at.channel : 0];
    const SCALAR x_i = x[gatedBackward_x_LIES == 0 ? i : gatedBackward_x_LIES == 1 ? at.channel : 0];
    const SCALAR gate_i = gate[gatedBackward_gate_LIES == 0 ? i : gatedBackward_gate_LIES == 1 ? at.channel : 0];
    const SCALAR t0 = SCALAR(1) / (SCALAR(1) + exp(-x_i));
    if (gGate) gGate[i] = g_i * (x_i * t0);
    if (gBias) gBias[i] = g_i;
    if (gx) gx[i] = g_i * gate_i * t0;
  }
}

// g has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_g_LIES
#define gatedBackwardSums_g_LIES 0
#endif
// x has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_x_LIES
#define gatedBackwardSums_x_LIES 0
#endif
// gate has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_gate_LIES
#define gatedBackwardSums_gate_LIES 0
#endif
// gGate has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_gGate_LIES
#define gatedBackwardSums_gGate_LIES 0
#endif
// gBias has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_gBias_LIES
#define gatedBackwardSums_gBias_LIES 0
#endif
// gx has an element 0: for each place, 1: for each channel, 2: for all.
#ifndef gatedBackwardSums_gx_LIES
#define gatedBackwardSums_gx_LIES 0
#endif
extern "C" __global__ void __launch_bounds__(256)
gatedBackwardSums(
    SCALAR* __restrict__ gGate,  // sumTo
    SCALAR* __restrict__ gBias,  // sumTo
    SCALAR* __restrict__ gx,  // sumTo
    const SCALAR* __restrict__ g,  // broadcast
    const SCALAR* __restrict__ x,  // broadcast
    const SCALAR* __restrict__ gate,  // broadcast
    INDEX outer, INDEX channels, INDEX inner) {
  const INDEX count = outer * inner;
  for (INDEX channel = blockIdx.x; channel < channels; channel += gridDim.x) {
    double gGate_sum = 0;
    double gBias_sum = 0;
    double gx_sum = 0;
    SliceWalk at(channel, threadIdx.x, blockDim.x, channels, inner);
    for (INDEX j = threadIdx.x; j < count; j += blockDim.x, at.advance()) {
      const INDEX i = at.i;
      const SCALAR g_i = g[gatedBackwardSums_g_LIES == 0 ? i : gatedBackwardSums_g_LIES == 1 ? channel : 0];
      const SCALAR x_i = x[gatedBackwardSums_x_LIES == 0 ? i : gatedBackwardSums_x_LIES == 1 ? channel : 0];
      const SCALAR gate_i = gate[gatedBackwardSums_gate_LIES == 0 ? i : gatedBackwardSums_gate_LIES == 1 ? channel : 0];
      const SCALAR t0 = SCALAR(1) / (SCALAR(1) + exp(-x_i));
      if (gatedBackwardSums_gGate_LIES == 0) {
        if (gGate) gGate[i] = g_i * (x_i * t0);
      } else {
        gGate_sum += g_i * (x_i * t0);
      }
      if (gatedBackwardSums_gBias_LIES == 0) {
        if (gBias) gBias[i] = g_i;
      } else {
        gBias_sum += g_i;
      }
      if (gatedBackwardSums_gx_LIES == 0) {
        if (gx) gx[i] = g_i * gate_i * t0;
      } else {
        gx_sum += g_i * gate_i * t0;
      }
    }
    if (gatedBackwardSums_gGate_LIES == 1 && gGate) {
      gGate_sum = blockSum(gGate_sum);
      if (threadIdx.x == 0) gGate[channel] = SCALAR(gGate_sum);
    }
    if (gatedBackwardSums_gBias_LIES == 1 && gBias) {
      gBias_sum = blockSum(gBias_sum);
      if (threadIdx.x == 0) gBias[channel] = SCALAR(gBias_sum);
    }
    if (gatedBackwardSums_gx_LIES == 1 && gx) {
      gx_sum = blockSum(gx_sum);
      if (threadIdx.x == 0) gx[channel] = SCALAR(gx_sum);
    }
  }
}
