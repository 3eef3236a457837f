/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Executes the rules of one op's operands with tensors. Where the rules of several operands apply
 * an op of several results to the same tensors, it runs once: each of them takes its own result.
 */
final class SharedResults implements Ops<Tensor, Object> {
  private final List<Application> done = new ArrayList<>(0);

  private record Application(
      Op op, List<@Nullable Tensor> operands, List<Object> attributes, List<Tensor> results) {

    /** Attributes are compared as objects: those of one call are the same ones in all its rules. */
    boolean isOf(Op other, List<@Nullable Tensor> given, List<Object> numbers) {
      return op == other && isSame(operands, given) && isSame(attributes, numbers);
    }

    @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal elements
    private static boolean isSame(List<? extends @Nullable Object> a, List<?> b) {
      boolean same = a.size() == b.size();
      for (int i = 0; i < a.size() && same; i++) {
        same = a.get(i) == b.get(i);
      }
      return same;
    }
  }

  @Override
  public List<Tensor> apply(Op op, List<@Nullable Tensor> operands, List<Object> attributes) {
    if (op.results().size() == 1) {
      return TensorOps.INSTANCE.apply(op, operands, attributes);
    }
    for (Application application : done) {
      if (application.isOf(op, operands, attributes)) {
        return application.results();
      }
    }
    List<Tensor> results = TensorOps.INSTANCE.apply(op, operands, attributes);
    done.add(new Application(op, operands, attributes, results));
    return results;
  }

  @Override
  public Object literal(long value) {
    return TensorOps.INSTANCE.literal(value);
  }

  @Override
  public Object number(double value) {
    return TensorOps.INSTANCE.number(value);
  }

  @Override
  public Object size(Object shape, int dim) {
    return TensorOps.INSTANCE.size(shape, dim);
  }

  @Override
  public Object sizeAlong(Object shape, Object dim) {
    return TensorOps.INSTANCE.sizeAlong(shape, dim);
  }

  @Override
  public Object plus(Object a, Object b) {
    return TensorOps.INSTANCE.plus(a, b);
  }
}
