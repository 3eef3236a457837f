/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradsmith.ir.DType;

/** Values on which ops are tried: the ends and corners of a dtype, and random ones. */
final class OpValues {
  private static final double[] ANY = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    -2,
    2.5,
    -3,
    7,
    1e-3,
    -1e5,
    88.7,
    -104,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static final double[] SINGLE = {
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Math.nextDown(1f),
    Math.nextUp(1f),
    1 << 24,
    88.72284f
  };

  private static final double[] TWICE = {
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    -Math.nextDown(Double.MIN_NORMAL),
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Math.nextDown(1.0),
    Math.nextUp(1.0),
    1L << 53,
    709.782712893384
  };

  private OpValues() {}

  /**
   * Operands for an op: every special value in every place, with every other one if there are two
   * operands, then random ones.
   */
  static List<double[]> of(DType dtype, int operands, Random random, int count) {
    List<Double> corners = new ArrayList<>();
    for (double value : ANY) {
      corners.add(value);
    }
    for (double value : dtype == DType.FLOAT32 ? SINGLE : TWICE) {
      corners.add(value);
    }
    List<double[]> all = new ArrayList<>();
    for (double first : corners) {
      for (double second : operands == 1 ? List.of(0.0) : corners) {
        double[] values = new double[operands];
        for (int i = 2; i < operands; i++) {
          values[i] = corners.get(random.nextInt(corners.size()));
        }
        if (operands > 1) {
          values[1] = second;
        }
        values[0] = first;
        all.add(values);
      }
    }
    for (int i = 0; i < count; i++) {
      all.add(IntStream.range(0, operands).mapToDouble(_ -> random(dtype, random)).toArray());
    }
    return all;
  }

  private static double random(DType dtype, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Math.scalb(random.nextGaussian(), random.nextInt(60) - 30);
      case 1 ->
          dtype == DType.FLOAT32
              ? Float.intBitsToFloat(random.nextInt())
              : Double.longBitsToDouble(random.nextLong());
      case 2 -> random.nextInt(9) - 4;
      default -> random.nextGaussian() * 3;
    };
  }
}
