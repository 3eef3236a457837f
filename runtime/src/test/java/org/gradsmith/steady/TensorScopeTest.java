/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.steady;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.memory.ReleasedException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
  @Test
  void whatIsKeptOutlivesTheScopeAndTheRestDoesNot() {
    Tensor x = Tensor.ones(1000);
    Tensor small = Tensor.ones(2);
    Tensor product;
    Tensor sum;
    Tensor smallSum;
    try (TensorScope scope = TensorScope.open("step")) {
      product = x.mul(x);
      sum = scope.keep(product.add(x));
      smallSum = small.add(small);
    }
    assertEquals(2, sum.select(0, 7).item());
    assertEquals(1, x.select(0, 7).item());
    assertTrue(product.storage().isReleased());
    for (Tensor released : new Tensor[] {product, smallSum}) {
      ReleasedException e = assertThrows(ReleasedException.class, () -> released.add(released));
      assertEquals(
          "add: the memory of operand 'x' was released when the scope 'step' was closed; pass a"
              + " tensor that is used later to the scope's keep(...)",
          e.getMessage());
    }
  }

  @Test
  void aScopeWithoutNameIsCalledByItsLine() {
    Tensor y;
    try (TensorScope _ = TensorScope.open()) {
      y = Tensor.ones(5);
    }
    ReleasedException e = assertThrows(ReleasedException.class, y::toFloatArray);
    assertTrue(
        String.valueOf(e.getMessage()).contains("the scope opened at TensorScopeTest.java:"),
        e.getMessage());
  }

  @Test
  void aViewKeepsWhatItLooksAt() {
    Tensor row;
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensor.ones(100, 100);
      row = scope.keep(x.select(0, 3));
    }
    assertEquals(100, row.sum().item());
  }

  @Test
  void whatAnInnerScopeKeepsBelongsToTheOuterOne() {
    Tensor inner;
    Tensor both;
    try (TensorScope outer = TensorScope.open()) {
      try (TensorScope scope = TensorScope.open()) {
        inner = scope.keep(Tensor.ones(3));
        both = outer.keep(scope.keep(Tensor.ones(4)));
      }
      assertFalse(inner.storage().isReleased());
    }
    assertTrue(inner.storage().isReleased());
    assertArrayEquals(new float[] {1, 1, 1, 1}, both.toFloatArray());
  }

  @Test
  void blocksComeBackAtOnce() {
    Tensor x = Tensor.ones(1 << 20);
    long address = 0;
    for (int i = 0; i < 20; i++) {
      try (TensorScope _ = TensorScope.open()) {
        long now = x.add(x).storage().segment().address();
        assertTrue(i == 0 || now == address);
        address = now;
      }
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker")
  void scopesCloseFromTheInside() {
    TensorScope outer = TensorScope.open();
    TensorScope inner = TensorScope.open();
    assertThrows(IllegalStateException.class, outer::close);
    inner.close();
    outer.close();
    outer.close();
  }

  @Test
  void otherThreadsAreNotInTheScope() throws Exception {
    Tensor[] made = new Tensor[1];
    try (TensorScope _ = TensorScope.open()) {
      Thread other = new Thread(() -> made[0] = Tensor.ones(10));
      other.start();
      other.join();
    }
    assertEquals(10, made[0].sum().item());
  }
}
