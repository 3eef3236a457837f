/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradsmith.nn.functional.Attention;
import org.gradsmith.nn.functional.Embeddings;
import org.gradsmith.nn.functional.Padding;
import org.gradsmith.nn.functional.Patches;
import org.gradsmith.nn.functional.Pooling;
import org.gradsmith.nn.functional.Pooling.Windows;
import org.gradsmith.tensor.Linalg;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.ValuesAndIndices;
import org.jspecify.annotations.Nullable;

/** Padding, pooling, embeddings, attention. */
final class WindowBindings {
  private WindowBindings() {}

  static void bind(Registry r) {
    for (String mode : List.of("constant", "reflect", "replicate", "circular")) {
      r.op("nn.functional.pad/" + mode, WindowBindings::pad);
    }
    for (int dims = 1; dims <= 3; dims++) {
      int pooled = dims;
      r.op("nn.functional.max_pool" + dims + "d", a -> maxPool(a, pooled));
      r.op("nn.functional.avg_pool" + dims + "d", a -> avgPool(a, pooled));
      r.op(
          "nn.functional.adaptive_avg_pool" + dims + "d",
          a -> Pooling.adaptiveAvgPool(a.tensor(0), sizes(a, pooled)));
      r.op(
          "nn.functional.adaptive_max_pool" + dims + "d",
          a ->
              result(
                  Pooling.adaptiveMaxPool(a.tensor(0), sizes(a, pooled)),
                  a.bool(2, "return_indices", false)));
    }
    r.op("nn.functional.embedding", WindowBindings::embedding);
    r.op(
        "nn.functional.one_hot",
        a -> Embeddings.oneHot(a.tensor(0), a.integer(1, "num_classes", -1)));
    ResamplingBindings.bind(r);
    r.op("nn.functional.scaled_dot_product_attention", WindowBindings::attention);
    r.op("nn.functional.bilinear", WindowBindings::bilinear);
    r.op("cdist", WindowBindings::cdist);
    r.op("nn.functional.unfold", WindowBindings::unfold);
    r.op(
        "nn.functional.pixel_unshuffle",
        a -> Patches.pixelUnshuffle(a.tensor(0), a.integer(1, "downscale_factor")));
    r.op(
        "nn.functional.local_response_norm",
        a ->
            Patches.localResponseNorm(
                a.tensor(0),
                a.integer(1, "size"),
                a.number(2, "alpha", 1e-4),
                a.number(3, "beta", 0.75),
                a.number(4, "k", 1)));
  }

  /** The test data gives the table first. */
  private static Tensor embedding(Arguments a) {
    a.bool(6, "sparse", false); // a kind of gradient, not another one
    return Embeddings.embedding(
        a.tensor(1),
        a.tensor(0),
        a.optionalInteger(2, "padding_idx"),
        a.optionalNumber(3, "max_norm"),
        a.number(4, "norm_type", 2),
        a.bool(5, "scale_grad_by_freq", false));
  }

  private static Tensor pad(Arguments a) {
    String mode = a.string(2, "mode", "constant").toUpperCase(Locale.ROOT);
    return Padding.pad(
        a.tensor(0), a.longs(1, "pad"), Padding.Mode.valueOf(mode), a.number(3, "value", 0));
  }

  private static Tensor unfold(Arguments a) {
    long[] ones = {1};
    return Patches.unfold(
        a.tensor(0),
        repeated(a.longs(1, "kernel_size"), ones, 2),
        repeated(a.optionalLongs(2, "dilation"), ones, 2),
        repeated(a.optionalLongs(3, "padding"), new long[1], 2),
        repeated(a.optionalLongs(4, "stride"), ones, 2));
  }

  private static long[] repeated(long @Nullable [] given, long[] standard, int dims) {
    long[] values = given == null || given.length == 0 ? standard : given;
    if (values.length == dims) {
      return values;
    }
    long[] all = new long[dims];
    Arrays.fill(all, values[0]);
    return all;
  }

  private static Windows windows(Arguments a, int dims, boolean dilated) {
    long[] kernel = repeated(a.longs(1, "kernel_size"), new long[] {1}, dims);
    return new Windows(
        kernel,
        repeated(a.optionalLongs(2, "stride"), kernel, dims),
        repeated(a.optionalLongs(3, "padding"), new long[] {0}, dims),
        dilated
            ? repeated(a.optionalLongs(4, "dilation"), new long[] {1}, dims)
            : repeated(null, new long[] {1}, dims),
        a.bool(dilated ? 5 : 4, "ceil_mode", false));
  }

  private static Object maxPool(Arguments a, int dims) {
    return result(
        Pooling.maxPool(a.tensor(0), windows(a, dims, true)), a.bool(6, "return_indices", false));
  }

  private static Object result(ValuesAndIndices found, boolean both) {
    return both ? List.of(found.values(), found.indices()) : found.values();
  }

  private static Tensor avgPool(Arguments a, int dims) {
    return Pooling.avgPool(
        a.tensor(0),
        windows(a, dims, false),
        a.bool(5, "count_include_pad", true),
        a.integer(6, "divisor_override", 0));
  }

  /** Null keeps the size of a dimension. */
  private static long[] sizes(Arguments a, int dims) {
    Object given = a.get(1, "output_size");
    List<?> list =
        given instanceof List<?> many ? many : new ArrayList<>(List.of(given == null ? 0L : given));
    long[] sizes = new long[dims];
    for (int i = 0; i < dims; i++) {
      Object size = list.get(list.size() == 1 ? 0 : i);
      sizes[i] = size == null ? a.tensor(0).size(i - dims) : (Long) size;
    }
    return sizes;
  }

  private static Tensor attention(Arguments a) {
    Tensor q = a.tensor(0);
    Tensor k = a.tensor(1);
    Tensor v = a.tensor(2);
    if (a.bool(-1, "enable_gqa", false)) {
      int heads = q.dim() - 3;
      k = k.repeatInterleave(q.size(heads) / k.size(heads), heads);
      v = v.repeatInterleave(q.size(heads) / v.size(heads), heads);
    }
    double p = a.number(4, "dropout_p", 0);
    if (p != 0) {
      throw new IllegalArgumentException("random results are not compared");
    }
    return Attention.scaledDotProduct(
        q,
        k,
        v,
        a.optionalTensor(3, "attn_mask"),
        a.bool(5, "is_causal", false),
        a.optionalNumber(-1, "scale"));
  }

  private static Tensor bilinear(Arguments a) {
    Tensor product = Tensor.einsum("...i,oij,...j->...o", a.tensor(0), a.tensor(2), a.tensor(1));
    Tensor bias = a.optionalTensor(3, "bias");
    return bias == null ? product : product.add(bias);
  }

  private static Tensor cdist(Arguments a) {
    a.get(3, "compute_mode"); // a hint for speed
    Tensor differences = a.tensor(0).unsqueeze(-2).sub(a.tensor(1).unsqueeze(-3));
    return Linalg.vectorNorm(differences, a.number(2, "p", 2), new long[] {-1}, false);
  }
}
