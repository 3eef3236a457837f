/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every op of the table as the plainest loops over double: slow, and easy to check by eye. */
final class Reference {
  /** Values in row-major order. */
  static final class Array {
    final long[] shape;
    final double[] values;

    Array(long[] shape, double[] values) {
      this.shape = shape;
      this.values = values;
    }

    static Array of(Tensor tensor) {
      return new Array(tensor.shape(), tensor.toDoubleArray());
    }

    double at(long... index) {
      int place = 0;
      for (int i = 0; i < index.length; i++) {
        place = (int) (place * shape[i] + index[i]);
      }
      return values[place];
    }
  }

  /** Value of one result element at an index. */
  interface Element {
    double at(long[] index);
  }

  /** One op. */
  interface Rule {
    List<Array> apply(@Nullable Array[] x, Object[] attributes);
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("add", binary((a, b) -> a + b)),
          Map.entry("sub", binary((a, b) -> a - b)),
          Map.entry("mul", binary((a, b) -> a * b)),
          Map.entry("div", binary((a, b) -> a / b)),
          Map.entry("addScalar", withNumber((a, b) -> a + b)),
          Map.entry("mulScalar", withNumber((a, b) -> a * b)),
          Map.entry("neg", unary(a -> -a)),
          Map.entry("exp", unary(Math::exp)),
          Map.entry("log", unary(Math::log)),
          Map.entry("sqrt", unary(Math::sqrt)),
          Map.entry("tanh", unary(Math::tanh)),
          Map.entry("sigmoid", unary(a -> 1 / (1 + Math.exp(-a)))),
          Map.entry("relu", unary(a -> Math.max(a, 0))),
          Map.entry("maskPositive", binary((g, y) -> y > 0 ? g : 0)),
          Map.entry("addBias", Reference::addBias),
          Map.entry("sum", Reference::sum),
          Map.entry("mean", Reference::mean),
          Map.entry("divideByCount", Reference::divideByCount),
          Map.entry("sumDim", Reference::sumDim),
          Map.entry("sumExcept", Reference::sumExcept),
          Map.entry("spread", Reference::spread),
          Map.entry("sumTo", Reference::sumTo),
          Map.entry("argmax", Reference::argmax),
          Map.entry("view", Reference::reshaped),
          Map.entry("reshape", Reference::reshaped),
          Map.entry("expand", Reference::expand),
          Map.entry("expandDim", Reference::expandDim),
          Map.entry("transpose", Reference::transpose),
          Map.entry("matmul", NetworkReference::matmul),
          Map.entry("linear", NetworkReference::linear),
          Map.entry("linearGradInput", NetworkReference::linearGradInput),
          Map.entry("linearGradWeight", NetworkReference::linearGradWeight),
          Map.entry("conv2d", NetworkReference::conv2d),
          Map.entry("conv2dGradInput", NetworkReference::conv2dGradInput),
          Map.entry("conv2dGradWeight", NetworkReference::conv2dGradWeight),
          Map.entry("maxPool2d", NetworkReference::maxPool2d),
          Map.entry("maxPool2dGrad", NetworkReference::maxPool2dGrad),
          Map.entry("maxPool2dGather", NetworkReference::maxPool2dGather),
          Map.entry("softmax", RowReference::softmax),
          Map.entry("softmaxGrad", RowReference::softmaxGrad),
          Map.entry("logSoftmax", RowReference::logSoftmax),
          Map.entry("logSoftmaxGrad", RowReference::logSoftmaxGrad),
          Map.entry("meanDim", RowReference::meanDim),
          Map.entry("divideBySize", RowReference::divideBySize),
          Map.entry("logsumexp", RowReference::logsumexp),
          Map.entry("varDim", RowReference::varDim),
          Map.entry("varDimGrad", RowReference::varDimGrad),
          Map.entry("layerNorm", RowReference::layerNorm),
          Map.entry("layerNormGrad", RowReference::layerNormGrad),
          Map.entry("layerNormGradInput", RowReference::layerNormGradInput),
          Map.entry("attention", AttentionReference::attention),
          Map.entry("attentionGrad", AttentionReference::attentionGrad),
          Map.entry("nllLoss", NetworkReference::nllLoss),
          Map.entry("nllLossGrad", NetworkReference::nllLossGrad));

  private Reference() {}

  static @Nullable Rule find(String op) {
    return RULES.get(op);
  }

  /** An array whose elements are given by a function of the index. */
  static Array build(long[] shape, Element element) {
    double[] values = new double[(int) count(shape)];
    long[] index = new long[shape.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = element.at(index.clone());
      for (int d = shape.length - 1; d >= 0; d--) {
        index[d]++;
        if (index[d] < shape[d]) {
          break;
        }
        index[d] = 0;
      }
    }
    return new Array(shape, values);
  }

  static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  static int dim(Object attribute, int rank) {
    long dim = (Long) attribute;
    return (int) (dim < 0 ? dim + rank : dim);
  }

  private static Array present(@Nullable Array x) {
    return requireNonNull(x);
  }

  private static Rule unary(DoubleUnaryOperator function) {
    return (x, attributes) -> {
      Array a = present(x[0]);
      return List.of(build(a.shape, i -> function.applyAsDouble(a.at(i))));
    };
  }

  private static Rule withNumber(DoubleBinaryOperator function) {
    return (x, attributes) -> {
      Array a = present(x[0]);
      double number = (Double) attributes[0];
      return List.of(build(a.shape, i -> function.applyAsDouble(a.at(i), number)));
    };
  }

  private static Rule binary(DoubleBinaryOperator function) {
    return (x, attributes) -> {
      Array a = present(x[0]);
      Array b = present(x[1]);
      long[] shape = new long[Math.max(a.shape.length, b.shape.length)];
      for (int i = 1; i <= shape.length; i++) {
        long inA = i <= a.shape.length ? a.shape[a.shape.length - i] : 1;
        long inB = i <= b.shape.length ? b.shape[b.shape.length - i] : 1;
        shape[shape.length - i] = inA == 1 ? inB : inA;
      }
      return List.of(build(shape, i -> function.applyAsDouble(broadcast(a, i), broadcast(b, i))));
    };
  }

  private static double broadcast(Array a, long[] index) {
    long[] own = Arrays.copyOfRange(index, index.length - a.shape.length, index.length);
    for (int i = 0; i < own.length; i++) {
      own[i] = a.shape[i] == 1 ? 0 : own[i];
    }
    return a.at(own);
  }

  private static List<Array> addBias(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    Array bias = x[1];
    int dim = dim(attributes[0], a.shape.length);
    return List.of(build(a.shape, i -> a.at(i) + (bias == null ? 0 : bias.at(i[dim]))));
  }

  private static List<Array> sum(@Nullable Array[] x, Object[] attributes) {
    double total = Arrays.stream(present(x[0]).values).sum();
    return List.of(new Array(new long[0], new double[] {total}));
  }

  private static List<Array> mean(@Nullable Array[] x, Object[] attributes) {
    double total = Arrays.stream(present(x[0]).values).sum();
    return List.of(new Array(new long[0], new double[] {total / present(x[0]).values.length}));
  }

  private static List<Array> divideByCount(@Nullable Array[] x, Object[] attributes) {
    Array g = present(x[0]);
    return List.of(build(g.shape, i -> g.at(i) / count((long[]) attributes[0])));
  }

  /** Sums every element into the place that a function of its index names. */
  static Array collect(Array x, long[] shape, java.util.function.UnaryOperator<long[]> place) {
    Array result = build(shape, i -> 0);
    build(
        x.shape,
        i -> {
          long[] to = place.apply(i);
          int at = 0;
          for (int d = 0; d < to.length; d++) {
            at = (int) (at * shape[d] + to[d]);
          }
          result.values[at] += x.at(i);
          return 0;
        });
    return result;
  }

  static long[] without(long[] values, int dim) {
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (i != dim) {
        kept.add(values[i]);
      }
    }
    return kept.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<Array> sumDim(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    int dim = dim(attributes[0], a.shape.length);
    Array sums = collect(a, without(a.shape, dim), i -> without(i, dim));
    if ((Long) attributes[1] == 0) {
      return List.of(sums);
    }
    long[] kept = a.shape.clone();
    kept[dim] = 1;
    return List.of(new Array(kept, sums.values));
  }

  private static List<Array> sumExcept(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    int dim = dim(attributes[0], a.shape.length);
    return List.of(collect(a, new long[] {a.shape[dim]}, i -> new long[] {i[dim]}));
  }

  private static List<Array> spread(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    long[] shape = (long[]) attributes[0];
    int dim = dim(attributes[1], shape.length);
    return List.of(build(shape, i -> a.at(i[dim])));
  }

  private static List<Array> sumTo(@Nullable Array[] x, Object[] attributes) {
    long[] shape = (long[]) attributes[0];
    return List.of(
        collect(
            present(x[0]),
            shape,
            i -> {
              long[] to = Arrays.copyOfRange(i, i.length - shape.length, i.length);
              for (int d = 0; d < to.length; d++) {
                to[d] = shape[d] == 1 ? 0 : to[d];
              }
              return to;
            }));
  }

  private static List<Array> argmax(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    int dim = dim(attributes[0], a.shape.length);
    return List.of(
        build(
            without(a.shape, dim),
            i -> {
              long best = 0;
              for (long k = 1; k < a.shape[dim]; k++) {
                best = a.at(inserted(i, dim, k)) > a.at(inserted(i, dim, best)) ? k : best;
              }
              return best;
            }));
  }

  static long[] inserted(long[] index, int dim, long value) {
    long[] result = new long[index.length + 1];
    System.arraycopy(index, 0, result, 0, dim);
    result[dim] = value;
    System.arraycopy(index, dim, result, dim + 1, index.length - dim);
    return result;
  }

  private static List<Array> reshaped(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    long[] shape = ((long[]) attributes[0]).clone();
    long known = Arrays.stream(shape).filter(s -> s >= 0).reduce(1, (p, s) -> p * s);
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? a.values.length / known : shape[i];
    }
    return List.of(new Array(shape, a.values));
  }

  private static List<Array> expand(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    return List.of(build((long[]) attributes[0], i -> broadcast(a, i)));
  }

  private static List<Array> expandDim(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    long[] shape = (long[]) attributes[0];
    int dim = dim(attributes[1], shape.length);
    boolean kept = (Long) attributes[2] != 0;
    return List.of(
        build(
            shape,
            i -> {
              long[] from = without(i, dim);
              return a.at(kept ? inserted(from, dim, 0) : from);
            }));
  }

  private static List<Array> transpose(@Nullable Array[] x, Object[] attributes) {
    Array a = present(x[0]);
    int first = dim(attributes[0], a.shape.length);
    int second = dim(attributes[1], a.shape.length);
    return List.of(build(swapped(a.shape, first, second), i -> a.at(swapped(i, first, second))));
  }

  private static long[] swapped(long[] values, int a, int b) {
    long[] result = values.clone();
    result[a] = values[b];
    result[b] = values[a];
    return result;
  }
}
