/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/** Activations. */
final class ActivationBindings {
  private ActivationBindings() {}

  static void bind(Registry r) {
    r.op("nn.functional.relu", a -> a.tensor(0).relu());
    r.op("nn.functional.relu6", a -> a.tensor(0).relu6());
    r.op("nn.functional.silu", a -> a.tensor(0).silu());
    r.op("nn.functional.selu", a -> a.tensor(0).selu());
    r.op("nn.functional.hardswish", a -> a.tensor(0).hardswish());
    r.op("nn.functional.hardsigmoid", a -> a.tensor(0).hardsigmoid());
    r.op("nn.functional.logsigmoid", a -> a.tensor(0).logSigmoid());
    r.op("nn.functional.softsign", a -> a.tensor(0).softsign());
    r.op("nn.functional.tanhshrink", a -> a.tensor(0).tanhshrink());
    r.op(
        "nn.functional.gelu",
        a ->
            "tanh".equals(a.string(1, "approximate", "none"))
                ? a.tensor(0).geluTanh()
                : a.tensor(0).gelu());
    r.op("nn.functional.elu", a -> a.tensor(0).elu(a.number(1, "alpha", 1)));
    r.op("nn.functional.celu", a -> a.tensor(0).celu(a.number(1, "alpha", 1)));
    r.op(
        "nn.functional.softplus",
        a -> a.tensor(0).softplus(a.number(1, "beta", 1), a.number(2, "threshold", 20)));
    r.op(
        "nn.functional.leaky_relu",
        a -> a.tensor(0).leakyRelu(a.number(1, "negative_slope", 0.01)));
    r.op("nn.functional.prelu", a -> a.tensor(0).prelu(a.tensor(1, "weight")));
    r.op(
        "nn.functional.hardtanh",
        a -> a.tensor(0).hardtanh(a.number(1, "min_val", -1), a.number(2, "max_val", 1)));
    r.op("nn.functional.softshrink", a -> a.tensor(0).softshrink(a.number(1, "lambd", 0.5)));
    r.op(
        "nn.functional.threshold",
        a -> a.tensor(0).threshold(a.number(1, "threshold"), a.number(2, "value")));
    r.op(
        "nn.functional.dropout",
        a -> a.tensor(0).dropout(a.number(1, "p", 0.5), a.bool(2, "training", true)));
    for (String op : new String[] {"softmax", "softmax/with_dtype"}) {
      r.op(op, a -> typed(a, 2).softmax(a.dim(1, "dim")));
    }
    for (String op : new String[] {"log_softmax", "log_softmax/with_dtype"}) {
      r.op(op, a -> typed(a, 2).logSoftmax(a.dim(1, "dim")));
    }
    r.op("nn.functional.softmin", a -> typed(a, 3).softmin(a.dim(1, "dim")));
  }

  private static Tensor typed(Arguments a, int position) {
    DType dtype = a.dtype(position, "dtype");
    return dtype == null ? a.tensor(0) : a.tensor(0).to(dtype);
  }
}
