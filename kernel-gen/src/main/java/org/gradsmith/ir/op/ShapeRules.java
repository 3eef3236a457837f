/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.gradsmith.ir.op.Dims.Answer;

/** Shape rules that several op families share. */
final class ShapeRules {
  private ShapeRules() {}

  /** The broadcast shape of all operands (NumPy's rule: aligned at the right, 1 stretches). */
  static <D> List<List<D>> broadcastAll(Dims<D> dims, ShapeCall<D> call, int operands) {
    List<D> shape = call.operand(0);
    for (int i = 1; i < operands; i++) {
      shape = broadcast(dims, shape, call.operand(i));
    }
    return List.of(shape);
  }

  /** The shape of the first operand. */
  static <D> List<List<D>> sameAsFirst(Dims<D> dims, ShapeCall<D> call) {
    return List.of(call.operand(0));
  }

  /** The entries of a list attribute that must be known: dimensions, a padding. */
  static <D> List<Long> constants(Dims<D> dims, ShapeCall<D> call, int index) {
    return call.sizes(index).stream()
        .map(size -> dims.value(size).orElseThrow(UnknownShape::new))
        .toList();
  }

  /** The shape given as attribute 0. */
  static <D> List<List<D>> asGiven(Dims<D> dims, ShapeCall<D> call) {
    return List.of(call.sizes(0));
  }

  static <D> List<D> broadcast(Dims<D> dims, List<D> a, List<D> b) {
    int rank = Math.max(a.size(), b.size());
    List<D> shape = new ArrayList<>(rank);
    for (int i = 0; i < rank; i++) {
      int inA = i - (rank - a.size());
      int inB = i - (rank - b.size());
      if (inA < 0) {
        shape.add(b.get(inB));
      } else if (inB < 0) {
        shape.add(a.get(inA));
      } else {
        shape.add(broadcastSize(dims, a.get(inA), b.get(inB), a, b, i - rank));
      }
    }
    return List.copyOf(shape);
  }

  private static <D> D broadcastSize(
      Dims<D> dims, D a, D b, List<D> shapeA, List<D> shapeB, int dim) {
    OptionalLong knownA = dims.value(a);
    OptionalLong knownB = dims.value(b);
    if (knownA.isPresent() && knownA.getAsLong() == 1) {
      return b;
    }
    if (knownB.isPresent() && knownB.getAsLong() == 1) {
      return a;
    }
    return switch (dims.equal(a, b)) {
      case YES -> a;
      case NO -> {
        if (knownA.isEmpty() || knownB.isEmpty()) {
          yield dims.unknown(); // one of the two may still turn out to be 1
        }
        throw new ShapeMismatch(
            "shapes %s and %s do not broadcast: sizes %s and %s at dimension %d are different and neither is 1"
                .formatted(text(shapeA), text(shapeB), a, b, dim));
      }
      case UNKNOWN -> {
        if (knownA.isPresent()) {
          yield a; // the other one is 1 or the same
        }
        yield knownB.isPresent() ? b : dims.unknown();
      }
    };
  }

  /** Fails unless the two sizes are equal or may turn out to be; the better known of the two. */
  static <D> D same(Dims<D> dims, D a, D b, Supplier<String> message) {
    if (dims.equal(a, b) == Answer.NO) {
      throw new ShapeMismatch(message.get());
    }
    return dims.value(b).isPresent() ? b : a;
  }

  /** Fails unless the two shapes are equal or may turn out to be. */
  static <D> void equal(Dims<D> dims, List<D> a, List<D> b, String nameOfA, String nameOfB) {
    boolean differ = a.size() != b.size();
    for (int i = 0; i < a.size() && !differ; i++) {
      differ = dims.equal(a.get(i), b.get(i)) == Answer.NO;
    }
    if (differ) {
      throw new ShapeMismatch(
          "%s has shape %s, but %s has %s".formatted(nameOfA, text(a), nameOfB, text(b)));
    }
  }

  static <D> void rank(List<D> shape, int rank, String operand, String layout) {
    if (shape.size() != rank) {
      throw new ShapeMismatch(
          "%s must have %d dimensions (%s), but has shape %s"
              .formatted(operand, rank, layout, text(shape)));
    }
  }

  /** A dimension counted from the front; -1 is the last one. */
  static int dimension(long dim, int rank) {
    long range = Math.max(rank, 1);
    if (dim < -range || dim >= range) {
      throw new IndexMismatch(
          "dimension %d is out of range: a tensor of %d dimensions has %d to %d"
              .formatted(dim, rank, -range, range - 1));
    }
    return (int) (dim < 0 ? dim + range : dim);
  }

  static <D> D product(Dims<D> dims, List<D> sizes) {
    D product = dims.literal(1);
    for (D size : sizes) {
      product = dims.times(product, size);
    }
    return product;
  }

  /** A shape as users write it: {@code (N, 1, 28, 28)}. */
  static <D> String text(List<D> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }
}
