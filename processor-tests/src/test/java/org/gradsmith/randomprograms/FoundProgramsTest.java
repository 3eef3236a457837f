/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What random programs found: each is a method whose compiled value or gradient was once wrong. */
@SuppressWarnings({
  "NullAway",
  "AssignmentExpression", // programs assign inside expressions
  "ArrayFillIncompatibleType" // javac calls a switch that is given to any object an object
})
class FoundProgramsTest {
  private static final double ROUNDING = 1e-12;

  @Differentiable
  static double countedOnTheRight(double x, int n) {
    int i = n;
    double product = i * (x * i++);
    int sum = i + i++;
    return product * sum * i;
  }

  @Test
  void anIntegerIsReadBeforeItIsCountedUpOnTheRight() {
    Gradient gradient = Gradients.of(FoundProgramsTest::countedOnTheRight).gradient(0.5, 2);
    assertEquals(countedOnTheRight(0.5, 2), gradient.value());
    assertEquals(96, gradient.number(0), ROUNDING); // 2 * 2 * (3 + 3) * 4
  }

  @Differentiable
  static double twoSigns(double x, int n) {
    return x * - -n * - -1;
  }

  @Test
  void twoSignsAreNoDecrement() {
    assertEquals(2, Gradients.of(FoundProgramsTest::twoSigns).gradient(0.5, 2).number(0));
  }

  static double raised(double[] a) {
    a[0] = a[0] + 1;
    return a[0];
  }

  @Differentiable
  static double writesOnTheRight(double[] a) {
    return a[0] < raised(a) ? a[0] * a[0] : a[1];
  }

  @Test
  void anElementIsReadBeforeACallOnTheRightWritesIt() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::writesOnTheRight).gradient(new double[] {0.8, 0.6});
    assertEquals(writesOnTheRight(new double[] {0.8, 0.6}), gradient.value());
    assertArrayEquals(new double[] {3.6, 0}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static double placesFromATable(double[] a) {
    int[] places = {0, 1, 2};
    double s = a[places[0]];
    places[0] = 1;
    s = s * a[places[0]];
    places[0]++;
    a[places[0]] = s;
    places[0] = 0;
    return s * a[2];
  }

  @Test
  void anIndexReadFromATableIsTheSameInTheReverseSweep() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::placesFromATable).gradient(new double[] {0.8, 0.6, 0.1});
    assertArrayEquals(new double[] {0.576, 0.768, 0}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static double copies(double[] a, double x) {
    double[] b = a.clone();
    b[0] *= x;
    double[] c = Arrays.copyOf(b, 3);
    c[2] = b[1];
    double[] d = Arrays.copyOfRange(c, 1, 4);
    System.arraycopy(d, 0, d, 1, 2);
    Arrays.fill(b, x);
    return c[0] * d[1] + d[2] * b[1];
  }

  @Test
  void copiesAndFillsOfArraysKeepDerivatives() {
    double[] a = {0.8, 0.6};
    Gradient gradient = Gradients.of(FoundProgramsTest::copies).gradient(a, 0.5);
    assertEquals(copies(a, 0.5), gradient.value()); // a0 x a1 + a1 x
    assertArrayEquals(new double[] {0.3, 0.9}, gradient.array(0), ROUNDING);
    assertEquals(1.08, gradient.number(1), ROUNDING);
  }

  @Differentiable
  static Tensor reassigned(Tensor x, Tensor[] all) {
    all[0] = x.mul(all[1]);
    x = x.mul(all[0]);
    return x.mul(2.0);
  }

  @Test
  void reassignedTensorsAndReplacedElementsKeepTheirGradients() {
    Tensor[] all = {Tensor.scalar(7.0), Tensor.scalar(3.0)};
    Gradient gradient =
        Gradients.of(FoundProgramsTest::reassigned).gradient(Tensor.scalar(0.5), all);
    assertEquals(6, gradient.tensor(0).item(), ROUNDING); // of 2 x^2 a1
    Tensor[] elements = (Tensor[]) gradient.of(1);
    assertEquals(0, elements[0].item(), ROUNDING);
    assertEquals(0.5, elements[1].item(), ROUNDING);
  }

  @Differentiable
  static Tensor changedOnTheRight(Tensor x, Tensor y) {
    x = x.add((x = x.mul(y)));
    if (x.mul((x = x.add(0.0))).item() < 2 || x.sub((x = x.add(1.0))).item() == 0) {
      return y;
    }
    x = x.sub(1.0);
    return squares(x, (x = y)).mul(x);
  }

  static Tensor squares(Tensor a, Tensor b) {
    return a.mul(a).add(b);
  }

  @Test
  void aTensorIsReadBeforeAnOperandOnTheRightChangesIt() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::changedOnTheRight)
            .gradient(Tensor.scalar(0.5), Tensor.scalar(2.0));
    assertEquals(8.5, ((Tensor) gradient.value()).item(), ROUNDING); // ((x + x y)^2 + y) y
    assertEquals(18, gradient.tensor(0).item(), ROUNDING);
    assertEquals(9.25, gradient.tensor(1).item(), ROUNDING);
  }

  @Differentiable
  static double placesThatCount(double[] a, int k) {
    int[] table = {1, 1, 1};
    double[][] rows = {a, a.clone()};
    table[k] += k++;
    rows[k][k--] = 3 * a[k];
    return a[table[0]] * rows[k + 1][k++] * a[k];
  }

  @Test
  void anElementIsFoundBeforeTheRightCounts() {
    double[] a = {0.5, 2};
    Gradient gradient = Gradients.of(FoundProgramsTest::placesThatCount).gradient(a, 0);
    assertEquals(placesThatCount(new double[] {0.5, 2}, 0), gradient.value()); // a1 a0 a1
    assertArrayEquals(new double[] {4, 2}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static Tensor chosenForAnObject(Tensor x, Tensor[] all, int k) {
    Arrays.fill(
        all,
        switch (k) {
          case 0 -> {
            Tensor y = x;
            yield y.mul(y);
          }
          default -> x;
        });
    Object last = all[1].mul(x);
    return ((Tensor) last).add(all[0]);
  }

  @Test
  void aTensorThatIsGivenAsAnObjectKeepsItsDerivative() {
    Tensor[] all = {Tensor.scalar(7.0), Tensor.scalar(3.0)};
    Gradient gradient =
        Gradients.of(FoundProgramsTest::chosenForAnObject).gradient(Tensor.scalar(0.5), all, 0);
    assertEquals(1.75, gradient.tensor(0).item(), ROUNDING); // of x^3 + x^2
  }

  @Differentiable
  static double chosenArrays(double x, double[] a, double[] b, int k) {
    a[0] = x * x;
    System.arraycopy(k > 0 ? b : a, 0, b, 1, 1);
    return b[1];
  }

  @Test
  void anArrayThatIsChosenForAnObjectKeepsItsDerivatives() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::chosenArrays)
            .gradient(0.5, new double[] {1, 2}, new double[] {3, 4}, 0);
    assertEquals(1, gradient.number(0), ROUNDING);
  }

  @Differentiable
  static double cosineBehindItsSine(double x) {
    float rounded = (float) Math.sin(x);
    double cosine = Math.cos(x);
    return 0.5 * cosine + rounded;
  }

  @Test
  void aFunctionIsReusedBeforeItIsComputed() {
    assertEquals(
        Math.cos(0.5) - 0.5 * Math.sin(0.5),
        Gradients.of(FoundProgramsTest::cosineBehindItsSine).gradient(0.5).number(0),
        1e-6);
  }

  @Differentiable(order = 2)
  static Tensor replaced(Tensor x, Tensor unused, Tensor[] all) {
    Tensor sine = all[1].sin();
    all[1] = x;
    return sine.mul(all[0]);
  }

  @Test
  void productsWithTheHessianHaveAPartForEveryTensor() {
    Tensor[] all = {Tensor.scalar(2.0), Tensor.scalar(0.5)};
    Tensor[] along = {Tensor.scalar(0.0), Tensor.scalar(1.0)};
    Gradient product =
        Gradients.of(FoundProgramsTest::replaced)
            .hvp(new Object[] {null, null, along}, Tensor.scalar(3.0), Tensor.scalar(4.0), all)
            .product();
    assertEquals(0, product.tensor(0).item(), ROUNDING);
    assertEquals(0, product.tensor(1).item(), ROUNDING);
    Tensor[] elements = (Tensor[]) product.of(2);
    assertEquals(Math.cos(0.5), elements[0].item(), ROUNDING);
    assertEquals(-2 * Math.sin(0.5), elements[1].item(), ROUNDING);
  }

  @Differentiable
  static double rowsOfRows(double x, double[] a, int k) {
    double[][] rows = new double[2][2];
    double[] row = rows[k];
    row[0] = x * x;
    double[] chosen =
        switch (k) {
          case 0 -> row;
          default -> a;
        };
    rows[1] = a;
    return rows[0][0] * chosen[0];
  }

  @Test
  void arraysAndTheirRowsAreTheSameByEveryName() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::rowsOfRows).gradient(0.5, new double[] {1, 2}, 0);
    assertEquals(0.5, gradient.number(0), ROUNDING); // of x^4
  }

  @Differentiable
  static double constantFloats(double x, int n) {
    float rounded = (float) x;
    float product = rounded * (float) Math.sin(n);
    product *= (float) Math.cos(n);
    return product * x;
  }

  @Test
  void aConstantInArithmeticOfFloatsIsAFloat() {
    Gradient gradient = Gradients.of(FoundProgramsTest::constantFloats).gradient(0.5, 1);
    assertEquals(constantFloats(0.5, 1), gradient.value());
    assertEquals(Math.sin(1) * Math.cos(1), gradient.number(0), 1e-6); // of x^2 sin n cos n
  }

  @Differentiable
  static double replacedInItsLoop(double[] a) {
    double sum = 0;
    for (double each : a) {
      sum += each * each;
      a = new double[] {each, 7};
    }
    return sum * a[0];
  }

  @Test
  void aLoopGoesOnOverTheArrayItBeganWith() {
    double[] a = {1, 2, 3};
    Gradient gradient = Gradients.of(FoundProgramsTest::replacedInItsLoop).gradient((Object) a);
    assertEquals(replacedInItsLoop(a), gradient.value()); // (a0^2 + a1^2 + a2^2) a2
    assertArrayEquals(new double[] {6, 12, 32}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static double stepsElements(double x, int k) {
    double[] all = {x, x, x};
    double before = Math.cos(all[k]);
    all[1]++;
    --all[k];
    float[] narrow = {(float) x};
    float square = narrow[0] * narrow[0];
    narrow[0]++;
    return before + all[0] + square * narrow[0];
  }

  @Test
  void anElementThatIsCountedUpIsKeptAsItWas() {
    Gradient gradient = Gradients.of(FoundProgramsTest::stepsElements).gradient(0.5, 1);
    assertEquals(stepsElements(0.5, 1), gradient.value());
    assertEquals( // of cos x + x + x^2 (x + 1)
        -Math.sin(0.5) + 1 + 3 * 0.25 + 2 * 0.5, gradient.number(0), 1e-6);
  }

  @Differentiable(order = 2)
  static double stepsTheSmaller(double[] x) {
    x[x[1] < x[0] ? 0 : 1]--;
    return 3 * x[0] + x[1] * x[1];
  }

  /** The step changes what the index was chosen by. */
  @Test
  void thePlaceThatIsCountedDownIsFoundOnce() {
    Gradients gradients = Gradients.of(FoundProgramsTest::stepsTheSmaller);
    Gradient gradient = gradients.gradient((Object) new double[] {0.5, 0.75});
    assertEquals(3 * 0.5 + 0.0625, gradient.value()); // 3 x0 + (x1 - 1)^2
    assertArrayEquals(new double[] {3, -0.5}, gradient.array(0), ROUNDING);
    Object[] direction = {new double[] {2, 5}};
    Object tangent = gradients.jvp(direction, (Object) new double[] {0.5, 0.75}).tangent();
    assertEquals(6 - 2.5, (double) tangent, ROUNDING);
  }

  @Differentiable
  static Tensor assignedInANumber(Tensor x) {
    return x.sub((long) (x = x.mul(0.5)).mul(30).item()).mul(x);
  }

  @Test
  void aReceiverIsReadBeforeAnArgumentAssignsIt() {
    Tensor x = Tensor.of(0.75);
    Gradient gradient = Gradients.of(FoundProgramsTest::assignedInANumber).gradient(x);
    assertEquals((0.75 - 11) * 0.375, ((Tensor) gradient.value()).item(), ROUNDING);
    assertEquals(0.75 - 5.5, gradient.tensor(0).item(), ROUNDING); // of (x - 11) x / 2
  }
}
