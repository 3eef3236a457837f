/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.nn.functional.Activations;
import org.gradsmith.nn.functional.ConnectionistLoss;
import org.gradsmith.nn.functional.Distances;
import org.gradsmith.nn.functional.Dropouts;
import org.gradsmith.nn.functional.Embeddings;
import org.gradsmith.nn.functional.MarginLosses;
import org.gradsmith.nn.functional.Normalisations;
import org.gradsmith.nn.functional.Patches;
import org.gradsmith.nn.functional.Unpooling;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Further functions of layers: gates, shuffles, unpooling, hinge losses. */
final class NetworkBindings {
  private NetworkBindings() {}

  static void bind(Registry r) {
    r.op("nn.functional.glu", a -> Activations.glu(a.tensor(0), a.dim(1, "dim", -1)));
    r.op(
        "nn.functional.rrelu",
        a ->
            Activations.rrelu(
                a.tensor(0),
                a.number(1, "lower", 1.0 / 8),
                a.number(2, "upper", 1.0 / 3),
                a.bool(3, "training", false)));
    r.op("nn.functional.mish", a -> a.tensor(0).mish());
    r.op("nn.functional.hardshrink", a -> a.tensor(0).hardshrink(a.number(1, "lambd", 0.5)));
    dropouts(r);
    shuffles(r);
    r.op("nn.functional.pdist", a -> Distances.pdist(a.tensor(0), a.number(1, "p", 2)));
    r.op(
        "nn.functional.group_norm",
        a ->
            Normalisations.groupNorm(
                a.tensor(0),
                a.dim(1, "num_groups"),
                a.optionalTensor(2, "weight"),
                a.optionalTensor(3, "bias"),
                a.number(4, "eps", 1e-5)));
    r.op("nn.functional.embedding_bag", NetworkBindings::embeddingBag);
    for (int dims = 1; dims <= 3; dims++) {
      int pooled = dims;
      r.op("nn.functional.max_unpool" + dims + "d", a -> unpool(a, pooled));
      r.op("nn.functional.max_unpool" + dims + "d/grad", a -> unpool(a, pooled));
    }
    losses(r);
  }

  private static void dropouts(Registry r) {
    r.op("nn.functional.dropout2d", a -> Dropouts.dropout2d(a.tensor(0), p(a), training(a)));
    r.op("nn.functional.dropout3d", a -> Dropouts.dropout3d(a.tensor(0), p(a), training(a)));
    r.op("nn.functional.alpha_dropout", a -> Dropouts.alphaDropout(a.tensor(0), p(a), trained(a)));
    for (String kind : List.of("with_train", "without_train")) {
      r.op(
          "nn.functional.feature_alpha_dropout/" + kind,
          a -> Dropouts.featureAlphaDropout(a.tensor(0), p(a), trained(a)));
    }
  }

  private static double p(Arguments a) {
    return a.number(1, "p", 0.5);
  }

  private static boolean training(Arguments a) {
    return a.bool(2, "training", true);
  }

  private static boolean trained(Arguments a) {
    return a.bool(2, "training", false);
  }

  private static void shuffles(Registry r) {
    r.op(
        "nn.functional.pixel_shuffle",
        a -> Patches.pixelShuffle(a.tensor(0), a.integer(1, "upscale_factor")));
    r.op(
        "nn.functional.channel_shuffle",
        a -> Patches.channelShuffle(a.tensor(0), a.integer(1, "groups")));
    r.op(
        "nn.functional.fold",
        a ->
            Patches.fold(
                a.tensor(0),
                pair(a.longs(1, "output_size"), 1),
                pair(a.longs(2, "kernel_size"), 1),
                pair(a.optionalLongs(3, "dilation"), 1),
                pair(a.optionalLongs(4, "padding"), 0),
                pair(a.optionalLongs(5, "stride"), 1)));
  }

  private static long[] pair(long @Nullable [] given, long standard) {
    return all(given == null ? new long[] {standard} : given, 2);
  }

  private static long[] all(long[] given, int dims) {
    if (given.length == dims) {
      return given;
    }
    long[] all = new long[dims];
    Arrays.fill(all, given[0]);
    return all;
  }

  private static Tensor unpool(Arguments a, int dims) {
    Tensor x = a.tensor(0);
    Tensor indices = a.tensor(1, "indices");
    long[] kernel = all(a.longs(2, "kernel_size"), dims);
    long[] stride = a.optionalLongs(3, "stride");
    long[] padding = a.optionalLongs(4, "padding");
    long[] size = a.optionalLongs(5, "output_size");
    if (size == null) {
      size =
          Unpooling.sizeBefore(
              x,
              kernel,
              stride == null ? kernel : all(stride, dims),
              padding == null ? new long[dims] : all(padding, dims));
    }
    long[] last = Arrays.copyOfRange(size, size.length - dims, size.length);
    return Unpooling.maxUnpool(x, indices, last);
  }

  private static Tensor embeddingBag(Arguments a) {
    a.bool(6, "sparse", false); // a kind of gradient, not another one
    Embeddings.Bag mode =
        switch (a.string(5, "mode", "mean")) {
          case "sum" -> Embeddings.Bag.SUM;
          case "max" -> Embeddings.Bag.MAX;
          default -> Embeddings.Bag.MEAN;
        };
    // the test data gives the table first
    return Embeddings.embeddingBag(
        a.tensor(1),
        a.tensor(0),
        a.optionalTensor(2, "offsets"),
        a.bool(-1, "include_last_offset", false),
        mode,
        a.optionalTensor(-1, "per_sample_weights"),
        a.optionalInteger(-1, "padding_idx"));
  }

  private static void losses(Registry r) {
    r.op(
        "nn.functional.multi_margin_loss",
        a ->
            MarginLosses.multiMarginLoss(
                a.tensor(0),
                a.tensor(1, "target"),
                a.dim(2, "p", 1),
                a.number(3, "margin", 1),
                a.optionalTensor(4, "weight"),
                LossBindings.reduction(a, 7)));
    r.op(
        "nn.functional.multilabel_margin_loss",
        a ->
            MarginLosses.multilabelMarginLoss(
                a.tensor(0), a.tensor(1, "target"), LossBindings.reduction(a, 4)));
    r.op(
        "nn.functional.multilabel_soft_margin_loss",
        a ->
            org.gradsmith.nn.functional.LossFunctions.multilabelSoftMarginLoss(
                a.tensor(0),
                a.tensor(1, "target"),
                a.optionalTensor(2, "weight"),
                LossBindings.reduction(a, 5)));
    r.op(
        "nn.functional.triplet_margin_with_distance_loss",
        a ->
            MarginLosses.tripletMarginWithDistanceLoss(
                a.tensor(0),
                a.tensor(1),
                a.tensor(2),
                (x, y) -> Distances.pairwiseDistance(x, y, 2, 1e-6, false),
                a.number(-1, "margin", 1),
                a.bool(-1, "swap", false),
                LossBindings.reduction(a, -1)));
    r.op("nn.functional.ctc_loss", NetworkBindings::ctc);
  }

  private static Tensor ctc(Arguments a) {
    return ConnectionistLoss.ctcLoss(
        a.tensor(0),
        a.tensor(1, "targets"),
        lengths(a, 2, "input_lengths"),
        lengths(a, 3, "target_lengths"),
        a.dim(4, "blank", 0),
        LossBindings.reduction(a, 5),
        a.bool(6, "zero_infinity", false));
  }

  private static long[] lengths(Arguments a, int position, String name) {
    return a.isTensor(position, name)
        ? a.tensor(position, name).toLongArray()
        : a.longs(position, name);
  }
}
