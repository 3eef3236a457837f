/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.gradsmith.numeric.Derivatives.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Tensors in records, lists, maps and stacks. */
class RecordsTest {
  record Parts(Tensor a, Tensor b, Tensor c) {}

  record Inner(Tensor j, Tensor k) {}

  record Outer(Inner i) {}

  @Differentiable(order = 2)
  static Tensor saxpyOfRecord(Parts val) {
    return val.a().mul(val.b()).add(val.c());
  }

  @Differentiable(order = 2)
  static Tensor saxpyOfMap(List<Tensor> abc) {
    Map<String, Tensor> val = new HashMap<>();
    val.put("a", abc.get(0));
    val.put("b", abc.get(1));
    val.put("c", abc.get(2).sin());
    return val.get("a").mul(val.get("b")).add(val.get("c"));
  }

  @Differentiable(order = 2)
  static Tensor saxpyOfNewRecord(List<Tensor> abc) {
    return saxpyOfRecord(new Parts(abc.get(0), abc.get(1), abc.get(2)));
  }

  @Differentiable(order = 2)
  static Tensor productOfNested(Outer p) {
    return p.i().j().mul(p.i().k());
  }

  @Test
  void fields() {
    Tensor a = tensor(0.5, -1);
    Tensor b = tensor(1.5, 2);
    Tensor c = tensor(-0.25, 0.75);
    check(RecordsTest::saxpyOfRecord, new Parts(a, b, c));
    check(RecordsTest::saxpyOfMap, List.of(a, b, c));
    check(RecordsTest::saxpyOfNewRecord, List.of(a, b, c));
    check(RecordsTest::productOfNested, new Outer(new Inner(a, b)));
  }

  @Differentiable(order = 2)
  static Tensor throughAStack(Tensor a) {
    Deque<Tensor> stack = new ArrayDeque<>();
    Tensor y = a.mul(a);
    stack.push(a);
    Tensor aa = stack.pop();
    Tensor z = y.mul(aa);
    z = z.mul(aa);
    return z;
  }

  /** A name that holds a tensor, and then what came from a list. */
  @Differentiable(order = 2)
  static Tensor throughAList(Tensor a) {
    Deque<Tensor> stack = new ArrayDeque<>();
    Tensor x = a.mul(2.0);
    stack.push(x);
    List<Tensor> listed = new ArrayList<>(List.of(a));
    x = listed.get(0);
    x = stack.pop().mul(x);
    return x;
  }

  @Test
  void stacks() {
    Points.tensorScalars(RecordsTest::throughAStack);
    Points.tensorScalars(RecordsTest::throughAList);
  }

  @Differentiable(order = 2)
  static Parts severalResults(Tensor a, Tensor b) {
    return new Parts(a.mul(b), a.add(b), b);
  }

  @Test
  void results() {
    check(RecordsTest::severalResults, scalar(1.5), scalar(-0.5));
  }
}
