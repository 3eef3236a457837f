/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.Set;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.kernel.cuda.CudaExpressions.Strength;
import org.gradsmith.kernel.cuda.CudaExpressions.Text;

/**
 * How the terms of a row become one number: each thread puts its own together as it strides, then
 * the block puts those of its threads together, by shuffles in each warp and in shared memory.
 */
final class CudaBlockFolds {
  private static final String RUNNING_SUM =
      """

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
      """;

  private static final String LARGER =
      """

      // The larger of two numbers; NaN where one is.
      __device__ SCALAR larger(SCALAR x, SCALAR y) { return x > y || x != x ? x : y; }
      """;

  private static final String SMALLER =
      """

      // The smaller of two numbers; NaN where one is.
      __device__ SCALAR smaller(SCALAR x, SCALAR y) { return x < y || x != x ? x : y; }
      """;

  private static final String OF_BLOCK =
      """

      // @what@ over the threads of a block, always in the same order; all of them must call it.
      __device__ @type@ @function@(@type@ value) {
        __shared__ @type@ ofWarps[8];
        for (int offset = 16; offset > 0; offset /= 2) {
          const @type@ other = __shfl_down_sync(0xffffffffu, value, offset);
          value = @value, other@;
        }
        __syncthreads();  // what the call before left there has been read
        if (threadIdx.x % 32 == 0) ofWarps[threadIdx.x / 32] = value;
        __syncthreads();
        value = ofWarps[0];
        for (unsigned int warp = 1; warp < blockDim.x / 32; warp++) {
          const @type@ other = ofWarps[warp];
          value = @value, other@;
        }
        return value;
      }
      """;

  private CudaBlockFolds() {}

  /** What kernels with some folds need, above the kernels. */
  static String text(Set<Fold> folds) {
    StringBuilder text = new StringBuilder();
    if (folds.contains(Fold.SUM) || folds.contains(Fold.MEAN)) {
      text.append(RUNNING_SUM).append(ofBlock("The sum", "double", "blockSum", "value + other"));
    }
    if (folds.contains(Fold.MAX)) {
      text.append(LARGER);
      text.append(ofBlock("The largest", "SCALAR", "blockLargest", "larger(value, other)"));
    }
    if (folds.contains(Fold.MIN)) {
      text.append(SMALLER);
      text.append(ofBlock("The smallest", "SCALAR", "blockSmallest", "smaller(value, other)"));
    }
    if (folds.contains(Fold.FIRST)) {
      text.append(
          ofBlock("The least column", "INDEX", "blockFirst", "other < value ? other : value"));
    }
    return text.toString();
  }

  private static String ofBlock(String what, String type, String function, String both) {
    return OF_BLOCK
        .replace("@what@", what)
        .replace("@type@", type)
        .replace("@function@", function)
        .replace("@value, other@", both);
  }

  /** Defines what a thread has of no terms. */
  static String start(Fold fold, String part) {
    return switch (fold) {
      case SUM, MEAN -> "RunningSum " + part + ";";
      case MAX -> "SCALAR " + part + " = " + infinity(-1) + ";  // -Infinity";
      case MIN -> "SCALAR " + part + " = " + infinity(1) + ";  // Infinity";
      case FIRST -> "INDEX " + part + " = columns;";
    };
  }

  private static String infinity(int sign) {
    return CudaExpressions.constant(sign * Double.POSITIVE_INFINITY).text();
  }

  /** Adds a term to what a thread has. */
  static String add(Fold fold, String part, Text term) {
    return switch (fold) {
      case SUM, MEAN -> part + ".add(" + term.text() + ");";
      case MAX -> part + " = larger(" + part + ", " + term.text() + ");";
      case MIN -> part + " = smaller(" + part + ", " + term.text() + ");";
      case FIRST ->
          "if (%s != SCALAR(0) && column < %s) %s = column;"
              .formatted(term.in(Strength.SUM), part, part);
    };
  }

  /** The type of the row's number. */
  static String type(Fold fold) {
    return switch (fold) {
      case SUM, MEAN -> "double";
      case MAX, MIN -> "SCALAR";
      case FIRST -> "INDEX";
    };
  }

  /** The row's number, from what the threads have. */
  static String finish(Fold fold, String part) {
    return switch (fold) {
      case SUM -> "blockSum(" + part + ".sum())";
      case MEAN -> "blockSum(" + part + ".sum()) / columns";
      case MAX -> "blockLargest(" + part + ")";
      case MIN -> "blockSmallest(" + part + ")";
      case FIRST -> "blockFirst(" + part + ")";
    };
  }
}
