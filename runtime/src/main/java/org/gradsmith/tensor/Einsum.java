/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gradsmith.annotation.Differentiable;

/**
 * Einstein's summation: labels name dimensions, equal labels run together, and those that the
 * result does not have are summed over. Operands are contracted from left to right, each time by
 * one batch of products of matrices.
 */
final class Einsum {
  private static final int ELLIPSIS = 1000; // labels from here on count the dimensions behind "..."

  /** An operand whose dimensions have different labels. */
  record Term(Tensor tensor, List<Integer> labels) {}

  private final String equation;

  Einsum(String equation) {
    this.equation = equation;
  }

  @Differentiable
  static Tensor of(String equation, List<Tensor> operands) {
    return new Einsum(equation.replace(" ", "")).run(operands);
  }

  private Tensor run(List<Tensor> operands) {
    int arrow = equation.indexOf("->");
    String[] inputs = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    if (inputs.length != operands.size() || operands.isEmpty()) {
      throw new ShapeException(
          "einsum: the equation '%s' names %d operands, but %d were given"
              .formatted(equation, inputs.length, operands.size()));
    }
    List<List<Integer>> labels = new ArrayList<>();
    int broadcast = 0;
    for (int i = 0; i < inputs.length; i++) {
      List<Integer> parsed = labels(inputs[i], operands.get(i));
      labels.add(parsed);
      broadcast = Math.max(broadcast, (int) parsed.stream().filter(l -> l >= ELLIPSIS).count());
    }
    List<Integer> output =
        arrow < 0 ? implied(labels, broadcast) : given(equation.substring(arrow + 2), broadcast);
    Map<Integer, Long> sizes = new LinkedHashMap<>();
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      Term term = withoutRepeats(new Term(operands.get(i), labels.get(i)));
      terms.add(term);
      noteSizes(term, sizes);
    }
    for (int label : output) {
      if (!sizes.containsKey(label)) {
        throw new ShapeException(
            "einsum: the result of '%s' has a dimension that no operand has".formatted(equation));
      }
    }
    Term result = terms.getFirst();
    for (int i = 1; i < terms.size(); i++) {
      List<Term> rest = terms.subList(i + 1, terms.size());
      result = contracted(result, terms.get(i), kept(output, rest), sizes);
    }
    return arranged(summed(result, output), output, sizes);
  }

  List<Integer> labels(String text, Tensor operand) {
    List<Integer> labels = new ArrayList<>();
    int dots = text.indexOf("...");
    String letters = text.replace("...", "");
    int hidden = operand.dim() - letters.length();
    if (hidden < 0 || (dots < 0 && hidden != 0)) {
      throw new ShapeException(
          "einsum: '%s' names %d dimensions, but the operand has shape %s"
              .formatted(text, letters.length(), Layouts.text(operand.shape())));
    }
    for (int i = 0; i < letters.length(); i++) {
      if (i == dots) {
        ellipsis(labels, hidden);
      }
      labels.add(letter(letters.charAt(i)));
    }
    if (dots >= 0 && dots >= letters.length()) {
      ellipsis(labels, hidden);
    }
    return labels;
  }

  /** Labels behind dots are counted from the right, where shapes broadcast. */
  private static void ellipsis(List<Integer> labels, int count) {
    for (int k = count - 1; k >= 0; k--) {
      labels.add(ELLIPSIS + k);
    }
  }

  private int letter(char c) {
    if (!Character.isLetter(c) || c > 'z') {
      throw new ShapeException(
          "einsum: '%s' is no label in '%s'; labels are the letters a to z and A to Z"
              .formatted(c, equation));
    }
    return c;
  }

  /** Without an arrow: the dimensions behind dots, then every label that occurs once. */
  static List<Integer> implied(List<List<Integer>> labels, int broadcast) {
    List<Integer> output = new ArrayList<>();
    ellipsis(output, broadcast);
    for (int label : new TreeSet<>(labels.stream().flatMap(List::stream).toList())) {
      long count = labels.stream().flatMap(List::stream).filter(l -> l == label).count();
      if (label < ELLIPSIS && count == 1) {
        output.add(label);
      }
    }
    return output;
  }

  List<Integer> given(String text, int broadcast) {
    List<Integer> output = new ArrayList<>();
    int dots = text.indexOf("...");
    String letters = text.replace("...", "");
    for (int i = 0; i <= letters.length(); i++) {
      if (i == dots) {
        ellipsis(output, broadcast);
      }
      if (i < letters.length()) {
        int label = letter(letters.charAt(i));
        if (output.contains(label)) {
          throw new ShapeException(
              "einsum: the result of '%s' names '%s' twice".formatted(equation, (char) label));
        }
        output.add(label);
      }
    }
    return output;
  }

  void noteSizes(Term term, Map<Integer, Long> sizes) {
    for (int i = 0; i < term.labels().size(); i++) {
      long size = term.tensor().size(i);
      long known = sizes.getOrDefault(term.labels().get(i), 1L);
      if (known != 1 && size != 1 && known != size) {
        throw new ShapeException(
            "einsum: one label of '%s' stands for sizes %d and %d"
                .formatted(equation, known, size));
      }
      sizes.put(term.labels().get(i), known == 1 ? size : known);
    }
  }

  /** The diagonal where an operand names a label twice. */
  private static Term withoutRepeats(Term term) {
    for (int i = 0; i < term.labels().size(); i++) {
      int twin = term.labels().lastIndexOf(term.labels().get(i));
      if (twin != i) {
        Tensor x = term.tensor();
        long n = x.size(i);
        if (x.size(twin) != n) {
          throw new ShapeException(
              "einsum: a repeated label stands for sizes " + n + " and " + x.size(twin));
        }
        long[] shape = new long[x.dim()];
        Arrays.fill(shape, 1);
        shape[i] = n;
        shape[twin] = n;
        TensorOptions options = new TensorOptions(x.dtype(), x.device(), false);
        Tensor diagonal = Tensor.eye(options, (int) n, (int) n).reshape(shape).ne(0L);
        List<Integer> rest = new ArrayList<>(term.labels());
        rest.remove(/* index */ twin);
        Tensor only = Tensor.where(diagonal, x, 0);
        return withoutRepeats(new Term(only.sum(new long[] {twin}, false, x.dtype()), rest));
      }
    }
    return term;
  }

  static List<Integer> kept(List<Integer> output, List<Term> rest) {
    List<Integer> kept = new ArrayList<>(output);
    rest.forEach(term -> kept.addAll(term.labels()));
    return kept;
  }

  /** Sums over the dimensions that nobody needs. */
  private static Term summed(Term term, List<Integer> kept) {
    List<Integer> labels = term.labels().stream().filter(kept::contains).toList();
    long[] dims =
        java.util.stream.IntStream.range(0, term.labels().size())
            .filter(i -> !kept.contains(term.labels().get(i)))
            .asLongStream()
            .toArray();
    return dims.length == 0
        ? term
        : new Term(term.tensor().sum(dims, false, term.tensor().dtype()), labels);
  }

  /** The product of two operands, summed over what both have and nobody else needs. */
  private static Term contracted(Term a, Term b, List<Integer> kept, Map<Integer, Long> sizes) {
    List<Integer> neededA = new ArrayList<>(kept);
    neededA.addAll(b.labels());
    List<Integer> neededB = new ArrayList<>(kept);
    neededB.addAll(a.labels());
    Term x = summed(a, neededA);
    Term y = summed(b, neededB);
    List<Integer> batch = common(x, y, kept, true);
    List<Integer> summed = common(x, y, kept, false);
    List<Integer> onlyX = x.labels().stream().filter(l -> !y.labels().contains(l)).toList();
    List<Integer> onlyY = y.labels().stream().filter(l -> !x.labels().contains(l)).toList();
    long depth = count(summed, sizes);
    Tensor left = arranged(x, joined(batch, onlyX, summed), sizes);
    Tensor right = arranged(y, joined(batch, summed, onlyY), sizes);
    long matrices = count(batch, sizes);
    Tensor product =
        left.reshape(matrices, count(onlyX, sizes), depth)
            .matmul(right.reshape(matrices, depth, count(onlyY, sizes)));
    List<Integer> labels = joined(batch, onlyX, onlyY);
    long[] shape = labels.stream().mapToLong(l -> size(l, sizes)).toArray();
    return new Term(product.reshape(shape), labels);
  }

  static List<Integer> common(Term x, Term y, List<Integer> kept, boolean isKept) {
    return x.labels().stream()
        .filter(l -> y.labels().contains(l) && kept.contains(l) == isKept)
        .toList();
  }

  static long size(int label, Map<Integer, Long> sizes) {
    return sizes.getOrDefault(label, 1L);
  }

  static long count(List<Integer> labels, Map<Integer, Long> sizes) {
    return labels.stream().mapToLong(l -> size(l, sizes)).reduce(1, (p, q) -> p * q);
  }

  @SafeVarargs
  static List<Integer> joined(List<Integer>... parts) {
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  /** The operand with its dimensions in that order and of full size; missing ones are repeated. */
  private static Tensor arranged(Term term, List<Integer> labels, Map<Integer, Long> sizes) {
    long[] order =
        labels.stream().filter(term.labels()::contains).mapToLong(term.labels()::indexOf).toArray();
    Tensor ordered = term.tensor().permute(order);
    long[] present = new long[labels.size()];
    long[] full = new long[labels.size()];
    for (int i = 0; i < full.length; i++) {
      int at = term.labels().indexOf(labels.get(i));
      present[i] = at < 0 ? 1 : term.tensor().size(at);
      full[i] = size(labels.get(i), sizes);
    }
    return ordered.reshape(present).expand(full);
  }
}
