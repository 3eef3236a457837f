/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;

/** Areas under curves of which there are samples. */
final class Integration {
  private Integration() {}

  /** The means of neighbours along a dimension. */
  @Differentiable
  static Tensor areas(String op, Tensor y, int dim) {
    int at = dimension(op, y, dim);
    long last = Math.max(0, y.size(at) - 1);
    Tensor floating = y.dtype().isFloating() ? y : y.to(Tensor.defaultDtype());
    return behind(floating, at).add(floating.narrow(at, 0, last)).mul(0.5);
  }

  @Differentiable
  static Tensor areas(String op, Tensor y, Tensor x, int dim) {
    int at = dimension(op, y, dim);
    Tensor places = x;
    if (x.dim() == 1) {
      long[] shape = new long[y.dim()];
      java.util.Arrays.fill(shape, 1);
      shape[at] = x.numel();
      places = x.reshape(shape);
    }
    int atX = places.dim() - y.dim() + at;
    if (atX < 0 || atX >= places.dim() || places.size(atX) != y.size(at)) {
      throw new ShapeException(
          "%s: x has a place for each of the %d samples along dimension %d, but its shape is %s"
              .formatted(op, y.size(at), at, Layouts.text(x.shape())));
    }
    long last = Math.max(0, places.size(atX) - 1);
    Tensor widths = behind(places, atX).sub(places.narrow(atX, 0, last));
    return areas(op, y, at).mul(widths);
  }

  static int dimension(String op, Tensor y, int dim) {
    if (y.dim() == 0) {
      throw new ShapeException(op + ": takes samples along a dimension, but got a single number");
    }
    return Layouts.dimension(op, dim, y.dim());
  }

  private static Tensor behind(Tensor x, int dim) {
    long size = x.size(dim);
    return x.narrow(dim, Math.min(1, size), Math.max(0, size - 1));
  }
}
