/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.functional.Resampling.Mode;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Images looked at through a grid of places, which may be computed: a spatial transformer. */
public final class GridSampling {
  private final Tensor images;
  private final Tensor grid;
  private final Outside outside;
  private final boolean alignCorners;

  GridSampling(Tensor images, Tensor grid, Outside outside, boolean alignCorners) {
    this.images = images;
    this.grid = grid;
    this.outside = outside;
    this.alignCorners = alignCorners;
  }

  /** What lies outside of the images that a grid points into. */
  public enum Outside {
    /** Zeros. */
    ZEROS,
    /** The nearest element of the border. */
    BORDER,
    /** The images mirrored at their borders. */
    REFLECTION
  }

  /**
   * The images (N, C, H, W) at the places of a grid (N, HO, WO, 2) of pairs (x, y), where -1 and 1
   * are the borders: (N, C, HO, WO).
   *
   * @param alignCorners whether -1 and 1 are the centres of the corner elements, instead of the
   *     corners of the images
   */
  @Differentiable
  public static Tensor gridSample(
      Tensor images, Tensor grid, Mode mode, Outside outside, boolean alignCorners) {
    if (images.dim() != 4
        || grid.dim() != 4
        || grid.size(3) != 2
        || grid.size(0) != images.size(0)) {
      throw new ShapeException(
          "gridSample: takes images (N, C, H, W) and a grid (N, HO, WO, 2), but got shapes %s and %s"
              .formatted(Arrays.toString(images.shape()), Arrays.toString(grid.shape())));
    }
    return new GridSampling(images, grid, outside, alignCorners).sample(mode);
  }

  private Tensor sample(Mode mode) {
    long[] shape = {grid.size(0), images.size(1), grid.size(1), grid.size(2)};
    Tensor x = denormalised(0);
    Tensor y = denormalised(1);
    Tensor sum =
        switch (mode) {
          case NEAREST -> tap(moved(y, 2).round().detach(), moved(x, 3).round().detach());
          case LINEAR -> linear(moved(y, 2), moved(x, 3));
          case CUBIC -> cubic(y, x);
          case NEAREST_EXACT, AREA ->
              throw new IllegalArgumentException(
                  "gridSample: takes the modes NEAREST, LINEAR and CUBIC, not " + mode);
        };
    return sum.view(shape);
  }

  /** A coordinate of the grid in elements, (N, HO·WO). */
  private Tensor denormalised(int coordinate) {
    long size = images.size(3 - coordinate);
    Tensor g = grid.select(3, coordinate).reshape(grid.size(0), grid.size(1) * grid.size(2));
    return alignCorners
        ? g.add(1.0).mul((size - 1) / 2.0)
        : g.add(1.0).mul((double) size).sub(1.0).mul(0.5);
  }

  /** Coordinates moved into the images, where what lies outside is made of them. */
  private Tensor moved(Tensor coordinate, int dim) {
    long size = images.size(dim);
    return switch (outside) {
      case ZEROS -> coordinate;
      case BORDER -> clipped(coordinate, size);
      case REFLECTION -> clipped(reflected(coordinate, size), size);
    };
  }

  /** No gradient flows from the border on. */
  private static Tensor clipped(Tensor c, long size) {
    Tensor low = c.le(0.0).detach();
    Tensor high = c.ge((double) (size - 1)).detach();
    return c.maskedFill(high, (double) (size - 1)).maskedFill(low, 0);
  }

  private Tensor reflected(Tensor c, long size) {
    double low = alignCorners ? 0 : -0.5;
    double span = alignCorners ? size - 1 : size;
    if (span == 0) {
      return Tensor.zerosLike(c);
    }
    Tensor distance = c.sub(low);
    Tensor positive = Tensor.where(distance.lt(0.0), distance.neg(), distance);
    Tensor flips = positive.detach().div(span).floor();
    Tensor rest = positive.sub(flips.mul(span));
    Tensor odd = flips.remainder(2.0).eq(1.0);
    return Tensor.where(odd, rest.neg().add(span), rest).add(low);
  }

  private Tensor linear(Tensor y, Tensor x) {
    Tensor top = y.detach().floor();
    Tensor left = x.detach().floor();
    Tensor down = y.sub(top);
    Tensor right = x.sub(left);
    Tensor up = down.neg().add(1.0);
    Tensor back = right.neg().add(1.0);
    return tap(top, left)
        .mul(weight(up.mul(back)))
        .add(tap(top, left.add(1.0)).mul(weight(up.mul(right))))
        .add(tap(top.add(1.0), left).mul(weight(down.mul(back))))
        .add(tap(top.add(1.0), left.add(1.0)).mul(weight(down.mul(right))));
  }

  private Tensor cubic(Tensor y, Tensor x) {
    Tensor top = y.detach().floor();
    Tensor left = x.detach().floor();
    Tensor[] down = cubicWeights(y.sub(top));
    Tensor[] right = cubicWeights(x.sub(left));
    Tensor sum = null;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        Tensor row = moved(top.add(i - 1.0), 2);
        Tensor column = moved(left.add(j - 1.0), 3);
        Tensor part = tap(row, column).mul(weight(down[i].mul(right[j])));
        sum = sum == null ? part : sum.add(part);
      }
    }
    return Objects.requireNonNull(sum);
  }

  private static Tensor[] cubicWeights(Tensor t) {
    Tensor u = t.neg().add(1.0);
    return new Tensor[] {far(t.add(1.0)), near(t), near(u), far(u.add(1.0))};
  }

  private static Tensor near(Tensor t) {
    return t.mul(Resampling.A + 2).sub(Resampling.A + 3).mul(t).mul(t).add(1.0);
  }

  private static Tensor far(Tensor t) {
    return t.mul(Resampling.A)
        .sub(5 * Resampling.A)
        .mul(t)
        .add(8 * Resampling.A)
        .mul(t)
        .sub(4 * Resampling.A);
  }

  private static Tensor weight(Tensor perPlace) {
    return perPlace.unsqueeze(1); // the same for all channels
  }

  /** The elements at whole coordinates, (N, C, HO·WO); zeros outside of the images. */
  private Tensor tap(Tensor row, Tensor column) {
    long height = images.size(2);
    long width = images.size(3);
    Tensor inside =
        row.ge(0.0)
            .logicalAnd(row.le((double) (height - 1)))
            .logicalAnd(column.ge(0.0))
            .logicalAnd(column.le((double) (width - 1)));
    Tensor flat =
        Tensor.where(inside, row.mul((double) width).add(column), Tensor.zerosLike(row))
            .detach()
            .to(DType.INT64);
    long[] shape = {images.size(0), images.size(1), flat.size(1)};
    Tensor elements =
        images
            .reshape(images.size(0), images.size(1), height * width)
            .gather(2, flat.unsqueeze(1).expand(shape));
    return elements.maskedFill(inside.logicalNot().unsqueeze(1), 0);
  }
}
