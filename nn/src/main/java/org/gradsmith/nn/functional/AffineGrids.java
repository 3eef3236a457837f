/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Grids for {@link GridSampling#gridSample}. */
public final class AffineGrids {
  private AffineGrids() {}

  /**
   * The places that affine maps send those of the result to: a spatial transformer's grid
   * (Jaderberg and others, 2015).
   *
   * @param theta maps (N, 2, 3) of (x, y, 1), or (N, 3, 4) of (x, y, z, 1)
   * @param alignCorners whether -1 and 1 are the centres of the corner elements, instead of the
   *     corners of the images
   * @param size of the result, (N, C, H, W) or (N, C, D, H, W)
   * @return (N, H, W, 2) or (N, D, H, W, 3)
   */
  @Differentiable
  public static Tensor affineGrid(Tensor theta, boolean alignCorners, long... size) {
    int dims = size.length - 2;
    boolean known = dims == 2 || dims == 3;
    if (!known || !Arrays.equals(theta.shape(), new long[] {size[0], dims, dims + 1})) {
      throw new ShapeException(
          "affineGrid: maps (N, 2, 3) go with a size (N, C, H, W), and (N, 3, 4) with (N, C, D, H, W), but got shape %s and size %s"
              .formatted(Arrays.toString(theta.shape()), Arrays.toString(size)));
    }
    long[] shape = new long[dims + 2];
    shape[0] = size[0];
    System.arraycopy(size, 2, shape, 1, dims);
    shape[dims + 1] = dims;
    long places = Arrays.stream(size).skip(2).reduce(1, (a, b) -> a * b);
    double[] base = base(Arrays.copyOfRange(size, 2, size.length), alignCorners);
    Tensor grid = Tensor.from(base, 1, places, dims + 1).to(theta.dtype());
    return grid.expand(size[0], places, dims + 1).bmm(theta.transpose(1, 2)).reshape(shape);
  }

  /** The coordinates of every place, and a 1 behind those of each. */
  static double[] base(long[] inner, boolean alignCorners) {
    int dims = inner.length;
    double[] base = new double[IndexMap.count(inner) * (dims + 1)];
    IndexMap.forEach(
        inner,
        (k, index) -> {
          for (int i = 0; i < dims; i++) {
            // x, the first coordinate, goes along the last dimension
            base[k * (dims + 1) + i] =
                coordinate(index[dims - 1 - i], inner[dims - 1 - i], alignCorners);
          }
          base[k * (dims + 1) + dims] = 1;
        });
    return base;
  }

  private static double coordinate(long index, long size, boolean alignCorners) {
    if (size == 1) {
      return 0;
    }
    return alignCorners ? -1 + 2.0 * index / (size - 1) : (2.0 * index + 1) / size - 1;
  }
}
