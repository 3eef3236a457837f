/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.nn.functional.Distances;
import org.gradsmith.nn.functional.Normalisations;

/** Layers as functions. */
final class LayerBindings {
  private LayerBindings() {}

  static void bind(Registry r) {
    ConvolutionBindings.bind(r);
    WindowBindings.bind(r);
    normalisations(r);
    r.op(
        "nn.functional.linear",
        a -> a.tensor(0).linear(a.tensor(1, "weight")).addBias(a.optionalTensor(2, "bias"), -1));
    r.op(
        "nn.functional.cosine_similarity",
        a ->
            Distances.cosineSimilarity(
                a.tensor(0), a.tensor(1), a.dim(2, "dim", 1), a.number(3, "eps", 1e-8)));
    r.op(
        "nn.functional.pairwise_distance",
        a ->
            Distances.pairwiseDistance(
                a.tensor(0),
                a.tensor(1),
                a.number(2, "p", 2),
                a.number(3, "eps", 1e-6),
                a.bool(4, "keepdim", false)));
    r.op(
        "nn.functional.normalize",
        a ->
            Distances.normalize(
                a.tensor(0), a.number(1, "p", 2), a.dim(2, "dim", 1), a.number(3, "eps", 1e-12)));
  }

  private static void normalisations(Registry r) {
    r.op(
        "nn.functional.layer_norm",
        a ->
            Normalisations.layerNorm(
                a.tensor(0),
                a.longs(1, "normalized_shape"),
                a.optionalTensor(2, "weight"),
                a.optionalTensor(3, "bias"),
                a.number(4, "eps", 1e-5)));
    r.op(
        "nn.functional.rms_norm",
        a ->
            Normalisations.rmsNorm(
                a.tensor(0),
                a.longs(1, "normalized_shape"),
                a.optionalTensor(2, "weight"),
                a.optionalNumber(3, "eps")));
    r.op(
        "nn.functional.batch_norm",
        a ->
            Normalisations.batchNorm(
                a.tensor(0),
                a.optionalTensor(1, "running_mean"),
                a.optionalTensor(2, "running_var"),
                a.optionalTensor(3, "weight"),
                a.optionalTensor(4, "bias"),
                a.bool(5, "training", false),
                a.number(6, "momentum", 0.1),
                a.number(7, "eps", 1e-5)));
    r.op(
        "nn.functional.instance_norm",
        a ->
            Normalisations.instanceNorm(
                a.tensor(0),
                a.optionalTensor(1, "running_mean"),
                a.optionalTensor(2, "running_var"),
                a.optionalTensor(3, "weight"),
                a.optionalTensor(4, "bias"),
                a.bool(5, "use_input_stats", true),
                a.number(6, "momentum", 0.1),
                a.number(7, "eps", 1e-5)));
  }
}
