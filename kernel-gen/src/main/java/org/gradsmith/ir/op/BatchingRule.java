/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;

/**
 * How an op runs on a batch of examples at once; written, like derivative rules, against who
 * executes it.
 */
@FunctionalInterface
public interface BatchingRule {
  /**
   * Applies the op.
   *
   * @return its results, each with the batch in front; empty where the rule does not cover the
   *     call, which then is made once per example
   */
  <V> List<V> apply(Op op, Ops<V, Object> o, BatchedCall<V> call);
}
