/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients, cotangents and tangents in the form of records. */
class RecordGradientsTest {
  record Point(double x, double y) {}

  record Named(String name, Point point, float scale, int count) {}

  record Positive(double x) {
    Positive {
      if (x <= 0) {
        throw new IllegalArgumentException("not positive: " + x);
      }
    }
  }

  @Differentiable
  static double product(Named n, Point p) {
    return n.point().x() * p.y() * n.scale() * n.count();
  }

  @Differentiable
  static Point swapped(Point p, double k) {
    return new Point(p.y() * k, p.x());
  }

  @Differentiable
  static double minus(Positive p) {
    return -3 * p.x();
  }

  @Differentiable
  static double bothOf(Point p, Point q) {
    return p.x() * q.x() * q.x();
  }

  @Differentiable
  static Tensor affine(Tensor t, Point p) {
    return t.mul(p.x()).add(p.y());
  }

  @Test
  void aGradientHasTheFormOfItsRecord() {
    Named named = new Named("n", new Point(2, 3), 0.5f, 4);
    Gradient gradient = Gradients.of(RecordGradientsTest::product).gradient(named, new Point(5, 7));
    assertEquals(new Point(0, 4), gradient.record(1, Point.class));
    assertEquals(new Point(14, 0), gradient.record(0, Named.class).point());
    assertEquals(56, gradient.record(0, Named.class).scale());
    assertEquals(0, gradient.record(0, Named.class).count());
    assertEquals(List.of(0.0, 4.0), gradient.of(1));
  }

  @Test
  void cotangentsAndTangentsAreRecordsOrLists() {
    Gradients swapped = Gradients.of(RecordGradientsTest::swapped);
    Point at = new Point(2, 3);
    Gradient byRecord = swapped.vjp(new Point(1, 10), at, 0.5);
    assertEquals(new Point(10, 0.5), byRecord.record(0, Point.class));
    assertEquals(3, byRecord.number(1));
    assertEquals(byRecord.arguments(), swapped.vjp(List.of(1.0, 10.0), at, 0.5).arguments());
    assertEquals(
        new Point(3.5, 1),
        swapped.jvp(new Object[] {new Point(1, 1), 1.0}, at, 0.5).record(Point.class));
  }

  @Test
  void aRecordThatRefusesItsGradientSaysSo() {
    Gradient gradient = Gradients.of(RecordGradientsTest::minus).gradient(new Positive(1));
    assertThrows(CompiledException.class, () -> gradient.record(0, Positive.class));
    assertEquals(List.of(-3.0), gradient.of(0));
    assertThrows(IllegalArgumentException.class, () -> gradient.record(0, Named.class));
  }

  @Test
  void aCotangentOfAnotherFormIsRefused() {
    Gradients swapped = Gradients.of(RecordGradientsTest::swapped);
    assertThrows(
        IllegalArgumentException.class, () -> swapped.vjp(new Positive(1), new Point(1, 2), 1.0));
    assertThrows(
        IllegalArgumentException.class, () -> swapped.vjp(List.of(1.0), new Point(1, 2), 1.0));
  }

  @Test
  void oneRecordInTwoPlacesHasAGradientInEach() {
    Point p = new Point(2, 1);
    Gradient gradient = Gradients.of(RecordGradientsTest::bothOf).gradient(p, p);
    assertEquals(new Point(4, 0), gradient.record(0, Point.class));
    assertEquals(new Point(8, 0), gradient.record(1, Point.class));
  }

  @Test
  void numbersOfARecordScaleTensors() {
    Gradient gradient =
        Gradients.of(RecordGradientsTest::affine)
            .vjp(Tensor.of(1.0f, 2.0f), Tensor.of(3.0f, 4.0f), new Point(5, 6));
    assertEquals(new Point(11, 3), gradient.record(1, Point.class));
  }
}
