/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.inplace;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Index;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Writes through views, which all who show the elements see. */
class ViewWritesTest {
  private static final Tensor X = tensor(0.3, -0.8, 1.2);
  private static final Tensor W = tensor(1.1, 0.6, -0.4);

  /** Every state attends to all states before it. */
  @Differentiable(order = 2)
  static Tensor cache(Tensor x, Tensor w) {
    Tensor keys = Tensor.zeros(DType.FLOAT64, 4, 3);
    Tensor state = x;
    for (int t = 0; t < 4; t++) {
      keys.select(0, t).copyFrom(state.mul(w));
      Tensor seen = keys.narrow(0, 0, t + 1).copy();
      Tensor weights = seen.matmul(state).softmax(0);
      state = weights.matmul(seen).add(x);
    }
    return state.mul(state).sum();
  }

  @Test
  void aCacheOfKeys() {
    check(ViewWritesTest::cache, X, W);
  }

  /** The last row is looked at before anything is written. */
  @Differentiable(order = 2)
  static Tensor earlyView(Tensor x, Tensor w) {
    Tensor h = x.mul(x).view(1, 3).expand(3, 3).copy();
    Tensor last = h.select(0, 2);
    Tensor before = last.add(0);
    for (int i = 0; i < 3; i++) {
      Tensor row = h.select(0, i);
      if (i != 1) {
        row.mulInPlace(w);
      }
      row.addInPlace(last.copy());
    }
    return last.copy().mul(before).add(h.copy().select(0, 0).mul(x)).sum();
  }

  @Test
  void aViewFromBeforeTheWrites() {
    check(ViewWritesTest::earlyView, X, W);
  }

  @Differentiable(order = 2)
  static Tensor viewOfView(Tensor x, Tensor w) {
    Tensor y = Tensor.cat(List.of(x, w), 0);
    Tensor grid = y.view(2, 3);
    Tensor turned = grid.transpose(0, 1);
    turned.select(0, 1).mulInPlace(tensor(2, 3));
    turned.narrow(0, 1, 2).select(1, 0).addInPlace(w.narrow(0, 0, 2));
    Tensor part = grid.slice(1, 0, 3, 2);
    part.copyFrom(part.mul(3));
    grid.select(0, 1).unsqueeze(0).squeeze(0).narrow(0, 2, 1).expInPlace();
    return y.copy().mul(y.copy()).sum().add(turned.sum());
  }

  @Test
  void viewsOfViews() {
    check(ViewWritesTest::viewOfView, X, W);
  }

  /** Two views that overlap, written to by turns. */
  @Differentiable(order = 2)
  static Tensor overlapping(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor left = y.narrow(0, 0, 2);
    Tensor right = y.narrow(0, 1, 2);
    for (int i = 0; i < 3; i++) {
      left.addInPlace(right.copy());
      right.mulInPlace(left.copy());
    }
    return left.copy().mul(right).sum().add(y.copy().mul(x).sum());
  }

  @Test
  void viewsThatOverlap() {
    check(ViewWritesTest::overlapping, X, W);
  }

  @Differentiable(order = 2)
  static Tensor indexed(double a, double b) {
    Tensor x = X.add(a);
    Tensor w = W.mul(b);
    Tensor grid = Tensor.zeros(DType.FLOAT64, 3, 3);
    Tensor rows = Tensor.from(new long[] {2, 0}, 2);
    grid.assign(x, Index.at(1));
    grid.assign(w.mul(x).view(1, 1, 3), Index.slice(0, 2));
    grid.assign(x.view(3), Index.of(rows));
    grid.assign(w.narrow(0, 0, 2), Index.of(rows), Index.at(1));
    grid.assign(a * a, Index.all(), Index.at(2));
    grid.assign(4, Index.at(2), Index.at(0));
    grid.assign(a, Index.of(grid.detach().gt(1.7)));
    return grid.copy().mul(grid.copy()).sum();
  }

  @Test
  void assignedByIndex() {
    check(ViewWritesTest::indexed, 0.7, 1.2);
  }

  @Differentiable(order = 2)
  static Tensor rowsOf(Tensor x, Tensor w) {
    Tensor[] rows = new Tensor[3];
    Tensor all = Tensor.zeros(DType.FLOAT64, 3, 3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = all.select(0, i);
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i].addInPlace(x.mul(w), i + 1);
      all.mulInPlace(1.5);
      rows[(i + 1) % 3].addInPlace(rows[i].copy());
    }
    return all.copy().mul(rows[1].copy()).sum();
  }

  @Test
  void anArrayOfViews() {
    check(ViewWritesTest::rowsOf, X, W);
  }

  @Differentiable(order = 2)
  static Tensor helperOnRows(Tensor x, Tensor w) {
    Tensor y = Tensor.stack(List.of(x, w), 0);
    y.select(0, 0).subInPlace(y.select(0, 1).copy());
    y.select(0, 1).subInPlace(y.select(0, 1).mean());
    return y.copy().mul(y.copy()).sum();
  }

  @Test
  void aMeanIsSubtractedInPlace() {
    check(ViewWritesTest::helperOnRows, X, W);
  }

  @Differentiable
  static List<Tensor> returned(Tensor x, Tensor w) {
    Tensor all = Tensor.cat(List.of(x, w), 0);
    Tensor first = all.narrow(0, 0, 3);
    all.narrow(0, 2, 2).mulInPlace(x.sum());
    return List.of(first, all, all.narrow(0, 3, 3));
  }

  @Test
  void viewsAreReturned() {
    check(ViewWritesTest::returned, X, W);
  }

  /** A method of the library that is no row gives views, too. */
  @Differentiable(order = 2)
  static Tensor libraryViews(Tensor x, Tensor w) {
    Tensor y = x.mul(w).view(3, 1);
    y.flatten().addInPlace(w);
    y.index(Index.from(1)).mulInPlace(3);
    y.t().narrow(1, 0, 2).addInPlace(x.narrow(0, 0, 2));
    y.contiguous().mulInPlace(2);
    y.to(DType.FLOAT64).addInPlace(1);
    return y.copy().mul(y.copy()).sum();
  }

  @Test
  void viewsByTheLibrary() {
    check(ViewWritesTest::libraryViews, X, W);
  }
}
