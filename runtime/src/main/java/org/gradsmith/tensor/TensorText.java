/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.gradsmith.autograd.Node;
import org.gradsmith.ir.DType;

/**
 * Tensors as text, as PyTorch prints them: {@code tensor([[1., 2.], [3., 4.]])}, four digits, all
 * numbers of one width, lines of at most 80 columns; long dimensions are shortened to their ends.
 */
final class TensorText {
  private static final int MOST_ELEMENTS = 1000;
  private static final int EDGE = 3;
  private static final int COLUMNS = 80;
  private static final String PREFIX = "tensor(";
  private static final double LARGE = 1e8;
  private static final double SMALL = 1e-4;
  private static final double WIDE_RANGE = 1000;

  private final Tensor tensor;
  private final boolean shortened;
  private final boolean scientific;
  private final boolean whole;
  private final int width;

  private TensorText(Tensor tensor) {
    this.tensor = tensor;
    this.shortened = tensor.numel() > MOST_ELEMENTS;
    List<Double> shown = new ArrayList<>();
    if (tensor.dtype().isFloating()) {
      collect(tensor, shown);
    }
    // Only what has digits decides how the others are written.
    List<Double> sized =
        shown.stream().filter(value -> Double.isFinite(value) && value != 0).toList();
    double largest = sized.stream().mapToDouble(Math::abs).max().orElse(0);
    double smallest = sized.stream().mapToDouble(Math::abs).min().orElse(0);
    this.whole = sized.stream().allMatch(value -> value == Math.rint(value));
    this.scientific =
        !sized.isEmpty()
            && (largest > LARGE || largest / smallest > WIDE_RANGE || (!whole && smallest < SMALL));
    this.width =
        tensor.dtype().isFloating()
            ? sized.stream().mapToInt(value -> number(value).length()).max().orElse(1)
            : longestInteger();
  }

  static String of(Tensor x) {
    if (Batches.of(x) != null) {
      return "tensor(one per example of a vmap, dtype=%s, shape=%s)"
          .formatted(x.dtype(), Layouts.text(x.array().shape()));
    }
    if (x.storage().isReleased()) {
      return "tensor(released, dtype=%s, shape=%s)"
          .formatted(x.dtype(), Layouts.text(x.array().shape()));
    }
    Tensor plain = x.detach();
    StringBuilder text = new StringBuilder(PREFIX);
    if (plain.numel() == 0) {
      text.append("[]");
    } else {
      new TensorText(plain).append(plain, PREFIX.length(), text);
    }
    int column = text.length() - text.lastIndexOf("\n") + 1;
    for (String suffix : suffixes(x)) {
      if (column + suffix.length() + 2 > COLUMNS) {
        text.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
        column = PREFIX.length() + suffix.length();
      } else {
        text.append(", ").append(suffix);
        column += suffix.length() + 2;
      }
    }
    return text.append(')').toString();
  }

  private static List<String> suffixes(Tensor x) {
    List<String> suffixes = new ArrayList<>();
    if (!x.device().equals(Device.CPU)) {
      suffixes.add("device='" + x.device().name() + "'");
    }
    DType dtype = x.dtype();
    boolean empty = x.numel() == 0;
    if (empty && x.dim() != 1) {
      suffixes.add("size=" + Layouts.text(x.array().shape()));
    }
    boolean evident = !empty && (dtype == DType.INT64 || dtype == DType.BOOL);
    if (dtype != DefaultDType.get() && !evident) {
      suffixes.add("dtype=" + dtype);
    }
    Node node = x.gradFn();
    if (node != null) {
      suffixes.add("grad_fn=<" + node.name() + ">");
    } else if (x.requiresGrad()) {
      suffixes.add("requires_grad=True");
    }
    return suffixes;
  }

  private int longestInteger() {
    List<Long> shown = new ArrayList<>();
    collectIntegers(tensor, shown);
    return shown.stream().mapToInt(x -> integer(x).length()).max().orElse(0);
  }

  private void append(Tensor x, int indent, StringBuilder text) {
    if (x.dim() == 0) {
      text.append(element(x).strip());
      return;
    }
    if (x.dim() == 1) {
      List<String> parts = new ArrayList<>();
      for (long i : shown(x)) {
        parts.add(i < 0 ? " ..." : element(x.select(0, i)));
      }
      int perLine = Math.max(1, (COLUMNS - indent) / (width + 2));
      text.append('[');
      for (int i = 0; i < parts.size(); i++) {
        boolean wraps = i > 0 && i % perLine == 0;
        text.append(i == 0 ? "" : wraps ? ",\n" + " ".repeat(indent + 1) : ", ");
        text.append(parts.get(i));
      }
      text.append(']');
      return;
    }
    String gap = ",\n".concat("\n".repeat(x.dim() - 2)).concat(" ".repeat(indent + 1));
    text.append('[');
    boolean first = true;
    for (long i : shown(x)) {
      text.append(first ? "" : gap);
      first = false;
      if (i < 0) {
        text.append("...");
      } else {
        append(x.select(0, i), indent + 1, text);
      }
    }
    text.append(']');
  }

  private void collect(Tensor x, List<Double> into) {
    if (x.dim() == 0) {
      into.add(x.item());
      return;
    }
    for (long i : shown(x)) {
      if (i >= 0) {
        collect(x.select(0, i), into);
      }
    }
  }

  private void collectIntegers(Tensor x, List<Long> into) {
    if (x.dim() == 0) {
      into.add(x.itemLong());
      return;
    }
    for (long i : shown(x)) {
      if (i >= 0) {
        collectIntegers(x.select(0, i), into);
      }
    }
  }

  /** The indices of dimension 0 that are printed; -1 stands for those left out. */
  private long[] shown(Tensor x) {
    long size = x.size(0);
    if (!shortened || size <= 2 * EDGE) {
      return LongStream.range(0, size).toArray();
    }
    return LongStream.concat(LongStream.of(0, 1, 2, -1), LongStream.range(size - EDGE, size))
        .toArray();
  }

  private String element(Tensor x) {
    String text = tensor.dtype().isFloating() ? number(x.item()) : integer(x.itemLong());
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private String integer(long value) {
    if (tensor.dtype() == DType.BOOL) {
      return value != 0 ? "True" : "False";
    }
    return Long.toString(value);
  }

  private String number(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    // C rounds the exact value, ties to even; Java's formatter the shortest decimal, ties up
    BigDecimal exact = new BigDecimal(Math.abs(x));
    String sign = Math.copySign(1, x) < 0 ? "-" : "";
    if (scientific) {
      BigDecimal five = exact.round(new MathContext(5, RoundingMode.HALF_EVEN));
      return sign + String.format(Locale.ROOT, "%.4e", five);
    }
    return sign
        + (whole
            ? exact.setScale(0, RoundingMode.HALF_EVEN).toPlainString() + "."
            : exact.setScale(4, RoundingMode.HALF_EVEN).toPlainString());
  }
}
