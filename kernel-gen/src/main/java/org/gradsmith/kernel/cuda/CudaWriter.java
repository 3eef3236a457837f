/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;

/**
 * Writes the {@code .cu} file of a companion: a header that says how to compile and launch it, the
 * parts that its kernels share, then each kernel under the lines of Java it comes from.
 *
 * <p>Every kernel takes the pointers of its outputs, those of its inputs, then {@code outer},
 * {@code channels} and {@code inner} as {@code INDEX}.
 */
public final class CudaWriter {
  /** Threads per block, of every kernel. */
  public static final int THREADS = 256;

  /** Most elements of a tensor for which {@code INDEX} may be 32 bits wide. */
  public static final long NARROW_INDEX_LIMIT = 1L << 31;

  /** What the compiler must be told, so that all devices give the same bits. */
  public static final List<String> OPTIONS = List.of("--fmad=false");

  private static final String HEADER =
      """
      // @title@
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
      """;

  private static final String CHANNEL_WALK =
      """

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
      """;

  private static final String CHANNEL_SUM =
      """

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
      """;

  private CudaWriter() {}

  /**
   * The text of a companion's kernels.
   *
   * @param title what the file is, for its first line
   * @param plans the kernels; their names must differ
   * @param comments what stands above each kernel, by its name: the lines of Java it comes from
   */
  public static String write(
      String title, List<KernelPlan> plans, Map<String, List<String>> comments) {
    Set<String> symbols = new HashSet<>();
    StringBuilder text = new StringBuilder(HEADER.replace("@title@", comment(title)));
    if (plans.stream().anyMatch(CudaWriter::walksChannels)) {
      text.append(CHANNEL_WALK);
    }
    if (plans.stream().anyMatch(KernelPlan::hasChannelSum)) {
      text.append(CHANNEL_SUM);
    }
    for (KernelPlan plan : plans) {
      if (!symbols.add(symbol(plan.name()))) {
        throw new IllegalArgumentException(
            "two kernels are named '%s' in CUDA C".formatted(symbol(plan.name())));
      }
      text.append('\n');
      for (String line : comments.getOrDefault(plan.name(), List.of())) {
        text.append("// ").append(comment(line)).append('\n');
      }
      text.append(new CudaKernelWriter(plan).write());
    }
    return text.toString();
  }

  /** The name under which the compiled kernel is found. */
  public static String symbol(String kernelName) {
    return CudaNames.isReserved(kernelName) ? kernelName + "_" : kernelName;
  }

  /** Whether a kernel goes through all elements and needs to know their channels. */
  static boolean walksChannels(KernelPlan plan) {
    return !plan.hasChannelSum()
        && plan.inputs().stream().anyMatch(input -> input.kind() == InputKind.CHANNEL);
  }

  /** Text that stays one line of comment. */
  private static String comment(String text) {
    return text.lines()
        .map(line -> line.replaceAll("\\\\+\\s*$", "").stripTrailing())
        .collect(Collectors.joining("\n// "));
  }
}
