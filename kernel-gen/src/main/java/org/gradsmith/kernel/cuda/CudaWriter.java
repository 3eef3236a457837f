/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.LocalNames;

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
      """;

  /** The types of elements and of their numbers, which whoever compiles the text may define. */
  static final String TYPES =
      """

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

  /** What the name of a kernel that sums per channel ends with. */
  private static final String SUMS = "Sums";

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
    List<KernelPlan> written = plans.stream().flatMap(CudaWriter::variants).toList();
    StringBuilder text = new StringBuilder(HEADER.replace("@title@", comment(title)) + TYPES);
    if (written.stream().anyMatch(CudaWriter::walksChannels)) {
      text.append(CHANNEL_WALK);
    }
    if (written.stream().anyMatch(CudaWriter::sums)) {
      text.append(CHANNEL_SUM);
    }
    for (KernelPlan plan : written) {
      if (!symbols.add(symbol(plan.name()))) {
        throw new IllegalArgumentException(
            "two kernels are named '%s' in CUDA C".formatted(symbol(plan.name())));
      }
      text.append('\n');
      for (String line : comments.getOrDefault(source(plan, plans), List.of())) {
        text.append("// ").append(comment(line)).append('\n');
      }
      text.append(new CudaKernelWriter(plan).write());
    }
    return text.toString();
  }

  /**
   * The kernels of a plan. One with sums to shapes has two: one for where nothing is summed, which
   * goes through the elements as they lie, and one that goes through them channel by channel.
   */
  private static Stream<KernelPlan> variants(KernelPlan plan) {
    if (plan.outputs().stream().noneMatch(output -> output.kind() == OutputKind.SUM_TO)) {
      return Stream.of(plan);
    }
    List<Output> unsummed =
        plan.outputs().stream()
            .map(o -> o.kind() == OutputKind.SUM_TO ? Output.full(o.name(), o.expression()) : o)
            .toList();
    return Stream.of(
        new KernelPlan(plan.name(), plan.inputs(), unsummed),
        new KernelPlan(plan.name() + SUMS, plan.inputs(), plan.outputs()));
  }

  /**
   * The macro that says how an input or output of an open plan lies: 0 for an element at each
   * place, 1 for one per channel, 2 for one.
   *
   * @param kernel the name of the kernel
   * @param pointer the name of the parameter in C; case counts, so that x and X stay apart
   */
  static String lies(String kernel, String pointer) {
    return symbol(kernel) + "_" + pointer + "_LIES";
  }

  /** The names of the pointers in C: those of the outputs, then those of the inputs. */
  static List<String> pointers(KernelPlan plan, LocalNames names) {
    return Stream.concat(
            plan.outputs().stream().map(Output::name), plan.inputs().stream().map(Input::name))
        .map(name -> names.unique(symbol(name)))
        .toList();
  }

  /** The kernel of a plan that sums to shapes, for where there is something to sum. */
  public static String summing(String kernelName) {
    return symbol(kernelName + SUMS);
  }

  /** Whether a kernel goes through its elements channel by channel. */
  static boolean sums(KernelPlan plan) {
    return plan.outputs().stream().anyMatch(output -> output.kind() != OutputKind.FULL);
  }

  /** The name of the plan that a kernel was written for. */
  private static String source(KernelPlan written, List<KernelPlan> plans) {
    String name = written.name();
    return plans.stream().anyMatch(plan -> plan.name().equals(name))
        ? name
        : name.substring(0, name.length() - SUMS.length());
  }

  /** Whether CUDA has every function of an expression. */
  public static boolean writes(Scalar expression) {
    return CudaExpressions.knows(expression);
  }

  /** The name under which the compiled kernel is found. */
  public static String symbol(String kernelName) {
    return CudaNames.isReserved(kernelName) ? kernelName + "_" : kernelName;
  }

  /** Whether a kernel goes through all elements and needs to know their channels. */
  static boolean walksChannels(KernelPlan plan) {
    return !sums(plan)
        && plan.inputs().stream()
            .anyMatch(i -> i.kind() == InputKind.CHANNEL || i.kind() == InputKind.BROADCAST);
  }

  /** Text that stays one line of comment. */
  static String comment(String text) {
    return text.lines()
        .map(line -> line.replaceAll("\\\\+\\s*$", "").stripTrailing())
        .collect(Collectors.joining("\n// "));
  }
}
