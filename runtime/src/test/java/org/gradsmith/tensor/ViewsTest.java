/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ViewsTest {
  @Test
  void sizesThatExpandCannotKnow() {
    Tensor x = Tensor.zeros(2);
    assertArrayEquals(new long[] {3, 2}, x.expand(3, -1).shape());
    assertThrows(ShapeException.class, () -> x.expand(-1, 2));
    assertThrows(ShapeException.class, () -> x.expand(-2));
  }

  private static Tensor matrix() {
    return Tensor.of(new float[][] {{0, 1, 2}, {3, 4, 5}});
  }

  static Stream<Arguments> views() {
    return Stream.of(
        view("view", x -> x.view(3, 2)),
        view("view -1", x -> x.view(-1)),
        view("reshape", x -> x.reshape(6)),
        view("flatten", x -> x.flatten()),
        view("transpose", x -> x.transpose(0, 1)),
        view("t", x -> x.t()),
        view("expand", x -> x.expand(4, 2, 3)),
        view("select", x -> x.select(0, 1)),
        view("narrow", x -> x.narrow(1, 1, 2)),
        view("detach", x -> x.detach()));
  }

  private static Arguments view(String name, Function<Tensor, Tensor> function) {
    return Arguments.of(name, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void aViewSharesElementsAndVersion(String name, Function<Tensor, Tensor> function) {
    Tensor x = matrix();
    Tensor view = function.apply(x);
    assertSame(x.storage(), view.storage());
    assertSame(x.versionCounter(), view.versionCounter());
    x.fillInPlace(7);
    assertEquals(1, view.version());
    for (float value : view.toFloatArray()) {
      assertEquals(7, value);
    }
  }

  @Test
  void aWriteToAViewIsSeenInTheBase() {
    Tensor x = matrix();
    x.transpose(0, 1).select(0, 2).fillInPlace(9);
    assertArrayEquals(new float[] {0, 1, 9, 3, 4, 9}, x.toFloatArray());
    x.narrow(1, 0, 1).mulInPlace(10);
    assertArrayEquals(new float[] {0, 1, 9, 30, 4, 9}, x.toFloatArray());
    assertEquals(2, x.version());
  }

  @Test
  void stridesAndOffsetsAreWhatTheyShouldBe() {
    Tensor x = matrix();
    assertArrayEquals(new long[] {3, 1}, x.strides());
    assertArrayEquals(new long[] {1, 3}, x.t().strides());
    assertFalse(x.t().isContiguous());
    assertArrayEquals(new long[] {0, 3, 1}, x.expand(4, -1, -1).strides());
    assertArrayEquals(new float[] {2, 5}, x.select(-1, -1).toFloatArray());
    assertEquals(3, x.narrow(0, -1, 1).array().offset());
    assertTrue(x.narrow(0, 1, 1).isContiguous());
    assertSame(x, x.contiguous());
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, x.t().contiguous().toFloatArray());
    assertNotSame(x.storage(), x.t().contiguous().storage());
  }

  @Test
  void viewRefusesWhatReshapeCopies() {
    Tensor x = matrix().t();
    ShapeException e = assertThrows(ShapeException.class, () -> x.view(6));
    assertTrue(e.getMessage().contains("use reshape"), e.getMessage());
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, x.reshape(6).toFloatArray());
    assertNotSame(x.storage(), x.reshape(6).storage());
  }

  @Test
  void viewSplitsAndMergesWhereStridesAllow() {
    Tensor x = Tensor.arange(24).view(4, 6).narrow(1, 0, 4);
    assertArrayEquals(new long[] {6, 2, 1}, x.view(4, 2, 2).strides());
    assertThrows(ShapeException.class, () -> x.view(16));
    Tensor y = Tensor.arange(24).view(2, 3, 4).transpose(0, 1);
    assertArrayEquals(new long[] {4, 12, 2, 1}, y.view(3, 2, 2, 2).strides());
    assertThrows(ShapeException.class, () -> y.view(6, 4));
    Tensor z = Tensor.arange(24).view(2, 3, 4).transpose(1, 2).transpose(0, 1); // (4, 2, 3)
    assertArrayEquals(z.toLongArray(), z.view(4, 6).toLongArray());
    Tensor expanded = Tensor.of(1f, 2f).view(2, 1).expand(2, 3);
    assertArrayEquals(new long[] {1, 0, 0}, expanded.view(2, 3, 1).strides());
    assertArrayEquals(new long[] {0}, Tensor.zeros(0, 3).view(0).shape());
  }

  @Test
  void aViewOfAViewHasTheSameBase() {
    Tensor x = matrix();
    assertSame(x, x.view(6).view(3, 2).base());
    assertSame(null, x.detach().base());
  }

  @Test
  void indicesOutOfRangeAreNamed() {
    Tensor x = matrix();
    assertMessage("index 2 is out of range for dimension 0 of (2, 3)", () -> x.select(0, 2));
    assertMessage("dimension 2 is out of range", () -> x.select(2, 0));
    assertMessage("2 places from 2 do not lie in dimension 1 of (2, 3)", () -> x.narrow(1, 2, 2));
    assertMessage("a tensor of 2 dimensions has -2 to 1", () -> x.size(5));
  }

  private static void assertMessage(String part, Executable call) {
    IndexException e = assertThrows(IndexException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
