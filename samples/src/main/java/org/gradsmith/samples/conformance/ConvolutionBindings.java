/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.nn.functional.ConvolutionOptions;
import org.gradsmith.nn.functional.Convolutions;
import org.gradsmith.tensor.Tensor;

/** Convolutions. */
final class ConvolutionBindings {
  private ConvolutionBindings() {}

  static void bind(Registry r) {
    r.op(
        "nn.functional.conv1d",
        a -> Convolutions.conv1d(a.tensor(0), weight(a), a.optionalTensor(2, "bias"), plain(a)));
    r.op(
        "nn.functional.conv2d",
        a -> Convolutions.conv2d(a.tensor(0), weight(a), a.optionalTensor(2, "bias"), plain(a)));
    r.op(
        "nn.functional.conv3d",
        a -> Convolutions.conv3d(a.tensor(0), weight(a), a.optionalTensor(2, "bias"), plain(a)));
    r.op(
        "nn.functional.conv_transpose1d",
        a ->
            Convolutions.convTranspose1d(
                a.tensor(0), weight(a), a.optionalTensor(2, "bias"), transposed(a)));
    r.op(
        "nn.functional.conv_transpose2d",
        a ->
            Convolutions.convTranspose2d(
                a.tensor(0), weight(a), a.optionalTensor(2, "bias"), transposed(a)));
    r.op(
        "nn.functional.conv_transpose3d",
        a ->
            Convolutions.convTranspose3d(
                a.tensor(0), weight(a), a.optionalTensor(2, "bias"), transposed(a)));
  }

  private static Tensor weight(Arguments a) {
    return a.tensor(1, "weight");
  }

  private static ConvolutionOptions plain(Arguments a) {
    ConvolutionOptions options =
        ConvolutionOptions.STANDARD
            .stride(longs(a, 3, "stride", 1))
            .dilation(longs(a, 5, "dilation", 1))
            .groups(a.dim(6, "groups", 1));
    return a.get(4, "padding") instanceof String kind
        ? options.padding(kind)
        : options.padding(longs(a, 4, "padding", 0));
  }

  private static ConvolutionOptions transposed(Arguments a) {
    return ConvolutionOptions.STANDARD
        .stride(longs(a, 3, "stride", 1))
        .padding(longs(a, 4, "padding", 0))
        .outputPadding(longs(a, 5, "output_padding", 0))
        .groups(a.dim(6, "groups", 1))
        .dilation(longs(a, 7, "dilation", 1));
  }

  private static long[] longs(Arguments a, int position, String name, long standard) {
    long[] given = a.optionalLongs(position, name);
    return given == null ? new long[] {standard} : given;
  }
}
