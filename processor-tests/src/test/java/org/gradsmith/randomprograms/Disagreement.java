/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Arrays;

/** Two ways to a derivative, or a value, disagree. */
final class Disagreement extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Disagreement(String message) {
    super(message);
  }

  /** What one way found, up to the rounding of sums in another order. */
  @SuppressWarnings("ArrayRecordComponent")
  record Found(String way, double[] numbers) {
    Found {
      numbers = numbers.clone();
    }

    static Found of(String way, double... numbers) {
      return new Found(way, numbers);
    }

    /** Fails unless another way found the same. */
    void same(Found other, double rounding) {
      double size = 1;
      for (double number : numbers) {
        size = Math.max(size, Math.abs(number));
      }
      if (numbers.length != other.numbers.length) {
        throw new Disagreement(this + ", " + other);
      }
      for (int i = 0; i < numbers.length; i++) {
        if (!(Math.abs(numbers[i] - other.numbers[i]) <= rounding * size)) {
          throw new Disagreement(this + ", " + other);
        }
      }
    }

    @Override
    public String toString() {
      return way + " finds " + Arrays.toString(numbers);
    }
  }
}
