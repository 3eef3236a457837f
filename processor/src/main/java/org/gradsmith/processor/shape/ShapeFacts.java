/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Value;

/**
 * What is known of objects before the program runs: constant constructor arguments, {@code @Shape}.
 */
public interface ShapeFacts {
  /** The shape of a tensor member of an object. */
  Optional<List<Dim>> shape(Value object, Member member);

  /** The value of an {@code int} member of an object. */
  Optional<Dim> value(Value object, Member member);

  /** The shape that {@code @Shape} on parameter {@code index} of the method gives. */
  Optional<List<Dim>> parameter(int index);
}
