/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;

/**
 * How the window of a convolution moves. Each list has one number per spatial dimension, or one
 * number for all.
 */
public final class ConvolutionOptions {
  /** Stride 1, no padding, dilation 1, one group. */
  public static final ConvolutionOptions STANDARD =
      new ConvolutionOptions(new long[] {1}, new long[] {0}, false, new long[] {1}, 1, new long[1]);

  private final long[] stride;
  private final long[] padding;
  private final boolean same;
  private final long[] dilation;
  private final int groups;
  private final long[] outputPadding;

  private ConvolutionOptions(
      long[] stride,
      long[] padding,
      boolean same,
      long[] dilation,
      int groups,
      long[] outputPadding) {
    this.stride = stride;
    this.padding = padding;
    this.same = same;
    this.dilation = dilation;
    this.groups = groups;
    this.outputPadding = outputPadding;
  }

  /** How far the window moves from place to place. */
  public ConvolutionOptions stride(long... sizes) {
    return new ConvolutionOptions(sizes.clone(), padding, same, dilation, groups, outputPadding);
  }

  /** Zeros around the input. */
  public ConvolutionOptions padding(long... sizes) {
    return new ConvolutionOptions(stride, sizes.clone(), false, dilation, groups, outputPadding);
  }

  /**
   * {@code "valid"}: no padding. {@code "same"}: as many zeros as let the result have the input's
   * size, an odd one behind; takes stride 1.
   */
  public ConvolutionOptions padding(String kind) {
    return switch (kind) {
      case "valid" -> padding(0);
      case "same" ->
          new ConvolutionOptions(stride, new long[1], true, dilation, groups, outputPadding);
      default ->
          throw new IllegalArgumentException(
              "padding is 'valid', 'same' or sizes, but not '" + kind + "'");
    };
  }

  /** The distance of neighbours in the window. */
  public ConvolutionOptions dilation(long... sizes) {
    return new ConvolutionOptions(stride, padding, same, sizes.clone(), groups, outputPadding);
  }

  /** Parts into which the channels fall that have nothing to do with each other. */
  public ConvolutionOptions groups(int count) {
    return new ConvolutionOptions(stride, padding, same, dilation, count, outputPadding);
  }

  /** Places added behind the result of a transposed convolution. */
  public ConvolutionOptions outputPadding(long... sizes) {
    return new ConvolutionOptions(stride, padding, same, dilation, groups, sizes.clone());
  }

  boolean isSame() {
    return same;
  }

  int groupCount() {
    return groups;
  }

  long[] strides(String op, int dims) {
    return checked(op, "stride", stride, dims, 1);
  }

  long[] paddings(String op, int dims) {
    return checked(op, "padding", padding, dims, 0);
  }

  long[] dilations(String op, int dims) {
    return checked(op, "dilation", dilation, dims, 1);
  }

  long[] outputPaddings(String op, int dims) {
    return checked(op, "outputPadding", outputPadding, dims, 0);
  }

  private static long[] checked(String op, String name, long[] sizes, int dims, long least) {
    return Spatial.sizes(op, name, sizes, dims, least);
  }

  @Override
  public String toString() {
    return "stride=%s, padding=%s, dilation=%s, groups=%d, outputPadding=%s"
        .formatted(
            Arrays.toString(stride),
            same ? "same" : Arrays.toString(padding),
            Arrays.toString(dilation),
            groups,
            Arrays.toString(outputPadding));
  }
}
