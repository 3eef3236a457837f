/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the body of a random layer. All shapes are those of (A, B, C) with some dimensions of size
 * one and some leading ones missing, so that all values broadcast together. Ops are chosen and
 * scaled such that values and derivatives stay of the order of one: a comparison of numbers then
 * means something.
 */
final class LayerDraft {
  /** From a value to one of its shape. */
  private static final List<String> UNARY =
      List.of(
          "%s.sigmoid()",
          "%s.tanh()",
          "%s.neg()",
          "%s.mul(0.5)",
          "%s.add(1.25)",
          "%s.relu()",
          "%s.sin()",
          "%s.cos()",
          "%s.abs()",
          "%s.erf()",
          "%s.atan()",
          "%s.asinh()",
          "%s.clamp(-0.75, 0.9)",
          "%s.abs().neg().exp()",
          "%1$s.mul(%1$s).add(1.0).sqrt()",
          "%1$s.mul(%1$s).log1p()",
          "%1$s.mul(%1$s).add(0.5).rsqrt()",
          "%1$s.mul(%1$s).add(1.0).reciprocal()",
          "%s.abs().add(0.5).log()",
          "%s.tanh().expm1()",
          "%s.logSigmoid()");

  private static final List<String> BINARY =
      List.of(
          "%s.add(%s)",
          "%s.mul(%s)",
          "%s.sub(%s)",
          "%1$s.div(%2$s.mul(%2$s).add(1.0))",
          "%s.maximum(%s)",
          "%s.minimum(%s)",
          "%s.hypot(%s.abs().add(0.5))",
          "%s.atan2(%s.abs().add(0.5))",
          "%s.abs().add(0.5).pow(%s.tanh())",
          "%s.logaddexp(%s)",
          "%s.copysign(%s)",
          "%s.fmod(%s.abs().add(2.0))");

  private static final List<String> TERNARY =
      List.of(
          "Tensor.where(%1$s.lt(%2$s), %2$s, %3$s)",
          "Tensor.where(%1$s.lt(%3$s), %2$s, %1$s)", "%s.mul(%s).add(%s)");

  /** From a value and a dimension to one with size 1 along it. */
  private static final List<String> KEEPING =
      List.of(
          "%s.sum(%d, true).mul(0.1)",
          "%s.mean(%d, true)", "%s.var(%d, 0, true)", "%s.logsumexp(%d, true)");

  /** From a value and a dimension to one without it. */
  private static final List<String> DROPPING =
      List.of("%s.sum(%d).mul(0.1)", "%s.mean(%d)", "%s.var(%d, 0, false)", "%s.logsumexp(%d)");

  /** From a value and a dimension to one of its shape. */
  private static final List<String> ALONG =
      List.of(
          "%s.softmax(%d)",
          "%s.logSoftmax(%d)",
          "%s.softmin(%d)",
          "%1$s.sub(%1$s.mean(%2$d, true)).div(%1$s.var(%2$d, 0, true).add(0.5).sqrt())");

  /**
   * A value.
   *
   * @param dims which of A, B and C it has, a bit each; C is bit 0
   * @param rank how many dimensions it has, of whatever size
   */
  record Part(String name, int dims, int rank) {}

  private final Choices choices;
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> unread = new ArrayList<>();
  private final List<Integer> fields = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();
  private int count;

  LayerDraft(Choices choices) {
    this.choices = choices;
  }

  /** The lines of the method; the last one returns. */
  String body() {
    Part x = new Part("x", 7, 3);
    parts.add(x);
    unread.add(x);
    int size = 4 + choices.below(14);
    for (int i = 0; i < size; i++) {
      line();
    }
    List<Part> rest = new ArrayList<>(unread);
    Part result = rest.removeFirst();
    for (Part other : rest) {
      result = made("%s.add(%s)".formatted(result.name, other.name), result, other);
    }
    return lines + "    return " + result.name + ";\n";
  }

  /** The shape of each field: dims + 8 * rank. */
  List<Integer> fields() {
    return List.copyOf(fields);
  }

  private void line() {
    int kind = choices.below(100);
    Part a = any();
    if (kind < 30) {
      made(choices.of(UNARY).formatted(a.name), a);
    } else if (kind < 68) {
      Part b = any();
      made(choices.of(BINARY).formatted(a.name, b.name), a, b);
    } else if (kind < 80) {
      Part b = any();
      Part c = any();
      made(choices.of(TERNARY).formatted(a.name, b.name, c.name), a, b, c);
    } else {
      other(a);
    }
  }

  /** What ends a kernel, or reduces rows, where the value has the shape for it. */
  private void other(Part a) {
    boolean last = (a.dims & 1) != 0;
    switch (choices.below(11)) {
      case 0 -> {
        if (a.rank > 0) {
          made(choices.of(ALONG).formatted(a.name, -1 - choices.below(a.rank)), a);
        }
      }
      case 1 -> {
        if (a.rank > 0) {
          int dim = choices.below(a.rank);
          reduced("%1$s.sum(%2$d).unsqueeze(%2$d).mul(0.1)", a, dim, a.rank);
        }
      }
      case 2 -> {
        unread.remove(a);
        made(a.name + ".sum().mul(0.02)", new Part("", 0, 0));
      }
      case 3 -> {
        if (a.rank == 3) {
          String op = choices.of(UNARY).formatted(a.name + ".transpose(0, 2)");
          made(op + ".transpose(0, 2)", a);
        }
      }
      case 4 -> {
        if (last && a.rank > 0) {
          Part bias = field(1, 1);
          made("%s.addBias(%s, -1)".formatted(a.name, bias.name), a, bias);
        }
      }
      case 5 -> {
        if (a.rank > 0 && last) {
          made(a.name + ".logSoftmax(-1)", a);
        }
      }
      case 6 -> made(a.name + ".tanh().neg().exp()", a);
      case 7, 8 -> {
        if (a.rank > 0) {
          reduced(choices.of(KEEPING), a, choices.below(a.rank), a.rank);
        }
      }
      case 9 -> {
        if (a.rank > 0) {
          reduced(choices.of(DROPPING), a, a.rank - 1, a.rank - 1);
        }
      }
      default ->
          made(a.name + ".mul(0.5).add(x)", a, parts.get(parts.indexOf(new Part("x", 7, 3))));
    }
  }

  /**
   * A value without a dimension, or with size 1 there.
   *
   * @param dim counted from the last one, which is 0
   */
  private void reduced(String expression, Part a, int dim, int rank) {
    unread.remove(a);
    made(expression.formatted(a.name, -1 - dim), new Part("", a.dims & ~(1 << dim), rank));
  }

  private Part any() {
    int kind = choices.below(100);
    if (kind < 30 && fields.size() < 5) {
      int rank = choices.below(4);
      return field(choices.below(1 << rank), rank);
    }
    return kind < 65 ? parts.getLast() : choices.of(parts);
  }

  private Part field(int dims, int rank) {
    Part field = new Part("f" + fields.size(), dims, rank);
    fields.add(dims + 8 * rank);
    parts.addFirst(field);
    unread.add(field);
    return field;
  }

  private Part made(String expression, Part... operands) {
    Part made =
        new Part(
            "v" + count++,
            List.of(operands).stream().mapToInt(Part::dims).reduce(0, (a, b) -> a | b),
            List.of(operands).stream().mapToInt(Part::rank).max().orElse(0));
    lines.append("    Tensor %s = %s;%n".formatted(made.name, expression));
    parts.add(made);
    unread.removeAll(List.of(operands));
    unread.add(made);
    return made;
  }

  /** The sizes of a shape. */
  static long[] sizes(int field, long[] full) {
    int rank = field / 8;
    return IntStream.range(0, rank)
        .mapToLong(i -> (field >> (rank - 1 - i) & 1) == 1 ? full[3 - rank + i] : 1)
        .toArray();
  }
}
