/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.OptionalLong;
import org.gradsmith.ir.op.Dims;

/** Sizes at run time: numbers. */
enum LongDims implements Dims<Long> {
  INSTANCE;

  @Override
  public Long literal(long value) {
    return value;
  }

  @Override
  public Long plus(Long a, Long b) {
    return a + b;
  }

  @Override
  public Long times(Long a, Long b) {
    return a * b;
  }

  @Override
  public Long floorDivide(Long a, Long b) {
    return Math.floorDiv(a, b);
  }

  @Override
  public OptionalLong value(Long size) {
    return OptionalLong.of(size);
  }

  @Override
  public Answer equal(Long a, Long b) {
    return a.longValue() == b.longValue() ? Answer.YES : Answer.NO;
  }

  @Override
  public Long unknown() {
    throw new IllegalStateException("a size is always known at run time");
  }
}
