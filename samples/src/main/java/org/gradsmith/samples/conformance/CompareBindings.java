/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.tensor.Tensor;

/** Comparisons. */
final class CompareBindings {
  private CompareBindings() {}

  static void bind(Registry r) {
    r.op("eq", a -> Numbers.both(a, Tensor::eq));
    r.op("ne", a -> Numbers.both(a, Tensor::ne));
    r.op("lt", a -> Numbers.both(a, Tensor::lt));
    r.op("gt", a -> Numbers.both(a, Tensor::gt));
    r.op("ge", a -> Numbers.both(a, Tensor::ge));
    r.op("equal", a -> a.tensor(0).equal(a.tensor(1)));
    r.op(
        "isclose",
        a ->
            a.tensor(0)
                .isclose(
                    a.tensor(1, "other"),
                    a.number(2, "rtol", 1e-5),
                    a.number(3, "atol", 1e-8),
                    a.bool(4, "equal_nan", false)));
    r.op(
        "allclose",
        a ->
            a.tensor(0)
                .allclose(
                    a.tensor(1, "other"),
                    a.number(2, "rtol", 1e-5),
                    a.number(3, "atol", 1e-8),
                    a.bool(4, "equal_nan", false)));
  }
}
