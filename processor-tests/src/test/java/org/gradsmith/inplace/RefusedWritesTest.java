/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.inplace;

import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Writes after which a gradient would be wrong, and writes that PyTorch refuses. */
class RefusedWritesTest {
  private static final Pattern BOTH_LINES =
      Pattern.compile(
          "at RefusedWritesTest.java:(\\d+) kept 'y'.* addInPlace at RefusedWritesTest.java:(\\d+)");

  private static final Tensor W = tensor(1.1, 0.6, -0.4);

  private static Tensor x() {
    return tensor(0.3, -0.8, 1.2);
  }

  private static <T extends Throwable> void refused(
      Class<T> type, Executable call, String... told) {
    String message = String.valueOf(assertThrows(type, call).getMessage());
    for (String part : told) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  @Differentiable
  static Tensor keptOperand(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor square = y.mul(y);
    y.addInPlace(w);
    return square.add(y).sum();
  }

  @Test
  void anOperandThatIsKept() {
    Executable call = () -> Gradients.of(RefusedWritesTest::keptOperand).gradient(x(), W);
    refused(AutogradException.class, call, "Write to a copy instead");
    String message = String.valueOf(assertThrows(AutogradException.class, call).getMessage());
    Matcher lines = BOTH_LINES.matcher(message);
    assertTrue(lines.find(), message);
    assertEquals(Integer.parseInt(lines.group(1)) + 1, Integer.parseInt(lines.group(2)), message);
    refused(AutogradException.class, () -> taped(keptOperand(leaf(), W)), "kept");
  }

  private static Tensor leaf() {
    return x().requiresGrad(true);
  }

  private static void taped(Tensor value) {
    value.backward();
  }

  @Differentiable
  static Tensor keptResult(Tensor x, Tensor w) {
    Tensor y = x.mul(w).exp();
    for (int i = 0; i < 2; i++) {
      y.addInPlace(x);
    }
    return y.sum();
  }

  @Test
  void aResultThatIsKept() {
    refused(
        AutogradException.class,
        () -> Gradients.of(RefusedWritesTest::keptResult).gradient(x(), W),
        "kept 'y'",
        "last by addInPlace");
    refused(AutogradException.class, () -> taped(keptResult(leaf(), W)), "kept");
  }

  @Differentiable
  static Tensor keptByWrite(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    y.expInPlace();
    y.select(0, 1).zeroInPlace();
    return y.sum();
  }

  @Test
  void aResultThatAWriteKeeps() {
    refused(
        AutogradException.class,
        () -> Gradients.of(RefusedWritesTest::keptByWrite).gradient(x(), W),
        "kept 'expInPlace'",
        "last by zeroInPlace");
    refused(AutogradException.class, () -> taped(keptByWrite(leaf(), W)), "kept");
  }

  @Differentiable
  static Tensor byItself(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    y.mulInPlace(y);
    return y.sum();
  }

  @Test
  void aTensorTimesItself() {
    refused(
        AutogradException.class,
        () -> Gradients.of(RefusedWritesTest::byItself).gradient(x(), W),
        "kept 'y'",
        "last by mulInPlace");
    refused(AutogradException.class, () -> taped(byItself(leaf(), W)), "kept");
  }

  @Differentiable
  static Tensor keptView(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor part = y.narrow(0, 0, 2);
    Tensor square = part.mul(part);
    y.select(0, 2).zeroInPlace(); // elements that are not in the part count, too
    return square.sum().add(y.sum());
  }

  @Test
  void aViewThatIsKept() {
    refused(
        AutogradException.class,
        () -> Gradients.of(RefusedWritesTest::keptView).gradient(x(), W),
        "kept 'part'",
        "last by zeroInPlace");
    refused(AutogradException.class, () -> taped(keptView(leaf(), W)), "kept");
  }

  @Differentiable
  static Tensor withoutGradient(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor square = y.mul(y);
    try (var _ = Autograd.noGrad()) {
      y.mulInPlace(2);
    }
    return square.add(y).sum();
  }

  @Test
  void aKeptOperandIsWrittenToWithoutGradient() {
    refused(
        AutogradException.class,
        () -> Gradients.of(RefusedWritesTest::withoutGradient).gradient(x(), W),
        "kept 'y'",
        "last by mulInPlace");
    refused(AutogradException.class, () -> taped(withoutGradient(leaf(), W)), "kept");
  }

  @Differentiable
  static Tensor rewritten(Tensor x, Tensor w) {
    x.mulInPlace(w);
    return x.copy().mul(w).sum();
  }

  @Differentiable
  static Tensor partRewritten(Tensor x, Tensor w) {
    x.narrow(0, 0, 2).addInPlace(1);
    return x.mul(w).sum();
  }

  @Test
  void leavesAndViewsOfThem() {
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::rewritten).gradient(leaf(), W),
        "mulInPlace at RefusedWritesTest.java:",
        "is a leaf that requires a gradient");
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::partRewritten).gradient(leaf(), W),
        "a view of a leaf that requires a gradient");
    Object[] tangents = {x(), W};
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::partRewritten).jvp(tangents, leaf(), W),
        "leaf that requires a gradient");
    Tensor x = x();
    Gradients.of(RefusedWritesTest::rewritten).gradient(x, W);
    assertArrayEquals(x().mul(W).toDoubleArray(), x.toDoubleArray());
  }

  @Test
  void theSameTensorTwice() {
    Tensor x = x();
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::rewritten).gradient(x, x),
        "passed to the method twice");
  }

  @Differentiable
  static Tensor parts(Tensor x, Tensor w) {
    List<Tensor> all = x.mul(w).unbind(0);
    all.getFirst().mulInPlace(w.select(0, 0));
    return all.getFirst().add(all.get(1));
  }

  @Differentiable
  static Tensor expanded(Tensor x, Tensor w) {
    Tensor wide = x.sum().expand(3);
    wide.addInPlace(w);
    return wide;
  }

  @Differentiable
  static Tensor passiveView(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor view;
    try (var _ = Autograd.noGrad()) {
      view = y.select(0, 0);
    }
    y.addInPlace(w);
    return view.mul(w).sum();
  }

  @Test
  void viewsThatNoWriteCanBeRecordedThrough() {
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::parts).gradient(x(), W),
        "one of several views made by one call");
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::expanded).vjp(W, x(), W),
        "addInPlace at RefusedWritesTest.java:",
        "several elements of this expanded tensor share one place");
    refused(
        InPlaceException.class,
        () -> Gradients.of(RefusedWritesTest::passiveView).gradient(x(), W),
        "a view made within noGrad");
  }

  @Differentiable
  static Tensor halved(Tensor x, Tensor at) {
    at.divInPlace(2);
    return x.mul(at).sum();
  }

  @Test
  void whatDoesNotFit() {
    refused(
        DTypeException.class,
        () -> Gradients.of(RefusedWritesTest::halved).gradient(x(), Tensor.of(2L, 4L, 6L)),
        "cannot be written to a tensor of dtype");
    refused(
        ShapeException.class,
        () ->
            Gradients.of(RefusedWritesTest::rewritten)
                .gradient(x(), Tensor.ones(DType.FLOAT64, 2, 3)),
        "has shape (2, 3) and cannot be written to a tensor of shape (3)");
  }
}
