/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.attributes;
import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batching rules of convolution and pooling. With one weight for all, the batch is folded into the
 * images' own batch dimension; weights per example become groups of one wide convolution.
 */
final class ConvolutionBatching {
  private ConvolutionBatching() {}

  static <V> List<V> conv2d(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return call.isBatched(1) ? forward(o, call, plane(call, 0, 1), 1) : imagesAlone(op, o, call);
  }

  static <V> List<V> convNd(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    List<Object> attributes = attributes(op, call);
    return call.isBatched(1)
        ? forward(o, call, attributes.subList(0, 3), call.constant(3))
        : imagesAlone(op, o, call);
  }

  static <V> List<V> conv2dGradInput(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return call.isBatched(1) ? gradInput(o, call, plane(call, 1, 2), 1) : imagesAlone(op, o, call);
  }

  static <V> List<V> convNdGradInput(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    List<Object> attributes = attributes(op, call);
    return call.isBatched(1)
        ? gradInput(o, call, attributes.subList(1, 4), call.constant(4))
        : imagesAlone(op, o, call);
  }

  static <V> List<V> conv2dGradWeight(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return gradWeight(o, call, plane(call, 1, 2), 1);
  }

  static <V> List<V> convNdGradWeight(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return gradWeight(o, call, attributes(op, call).subList(1, 4), call.constant(4));
  }

  /** Ops on images (N, ...) all of whose operands and results count the same images. */
  static <V> List<V> images(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    List<@Nullable V> operands = new ArrayList<>();
    for (int i = 0; i < call.operandCount(); i++) {
      operands.add(folded(o, call, i));
    }
    return unfolded(o, call, o.apply(op, operands, withFoldedShape(op, call)));
  }

  private static <V> List<V> imagesAlone(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    List<Object> attributes = withFoldedShape(op, call);
    return unfolded(o, call, List.of(o.with(op, folded(o, call, 0), call.operand(1), attributes)));
  }

  private static <V> List<Object> withFoldedShape(Op op, BatchedCall<V> call) {
    List<Object> attributes = attributes(op, call);
    if (!attributes.isEmpty() && "shape".equals(op.attributes().getFirst().name())) {
      attributes.set(0, folded(call, call.sizes(0)));
    }
    return attributes;
  }

  private static <V> V folded(Ops<V, Object> o, BatchedCall<V> call, int index) {
    return reshaped(o, call.full(index), folded(call, call.shape(index)));
  }

  /** A shape whose first size counts over all examples. */
  private static <V> long[] folded(BatchedCall<V> call, long[] shape) {
    long[] all = shape.clone();
    all[0] *= call.size();
    return all;
  }

  private static <V> List<V> unfolded(Ops<V, Object> o, BatchedCall<V> call, List<V> results) {
    List<V> own = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      own.add(reshaped(o, results.get(i), prefixed(call.size(), call.resultShape(i))));
    }
    return own;
  }

  private static <V> List<V> forward(
      Ops<V, Object> o, BatchedCall<V> call, List<Object> window, long groups) {
    List<Object> attributes = new ArrayList<>(window);
    attributes.add(groups * call.size());
    V weight = folded(o, call, 1);
    V y = o.with(ConvolutionNd.CONV_ND, channels(o, call, 0), weight, attributes);
    return List.of(examples(o, call, y));
  }

  private static <V> List<V> gradInput(
      Ops<V, Object> o, BatchedCall<V> call, List<Object> window, long groups) {
    List<Object> attributes = new ArrayList<>();
    attributes.add(widened(call, call.sizes(0)));
    attributes.addAll(window);
    attributes.add(groups * call.size());
    V g = channels(o, call, 0);
    V x = o.with(ConvolutionNd.CONV_ND_GRAD_INPUT, g, folded(o, call, 1), attributes);
    return List.of(examples(o, call, x));
  }

  private static <V> List<V> gradWeight(
      Ops<V, Object> o, BatchedCall<V> call, List<Object> window, long groups) {
    List<Object> attributes = new ArrayList<>();
    attributes.add(folded(call, call.sizes(0)));
    attributes.addAll(window);
    attributes.add(groups * call.size());
    V g = channels(o, call, 0);
    V x = channels(o, call, 1);
    V weight = o.with(ConvolutionNd.CONV_ND_GRAD_WEIGHT, g, x, attributes);
    return List.of(reshaped(o, weight, prefixed(call.size(), call.resultShape(0))));
  }

  /** Images (N, C, ...) of all examples as (N, size · C, ...). */
  private static <V> V channels(Ops<V, Object> o, BatchedCall<V> call, int index) {
    V images = o.with(Views.TRANSPOSE, call.full(index), List.of(0L, 1L));
    return reshaped(o, images, widened(call, call.shape(index)));
  }

  private static <V> long[] widened(BatchedCall<V> call, long[] shape) {
    long[] all = shape.clone();
    all[1] *= call.size();
    return all;
  }

  /** What {@link #channels} does, undone. */
  private static <V> V examples(Ops<V, Object> o, BatchedCall<V> call, V images) {
    long[] shape = call.resultShape(0);
    long[] apart = new long[shape.length + 1];
    apart[0] = shape[0];
    apart[1] = call.size();
    System.arraycopy(shape, 1, apart, 2, shape.length - 1);
    return o.with(Views.TRANSPOSE, reshaped(o, images, apart), List.of(0L, 1L));
  }

  /** Stride, padding and dilation of a convolution of planes, as convNd takes them. */
  private static <V> List<Object> plane(BatchedCall<V> call, int stride, int padding) {
    long s = call.constant(stride);
    long p = call.constant(padding);
    return List.of(new long[] {s, s}, new long[] {p, p, p, p}, new long[] {1, 1});
  }
}
