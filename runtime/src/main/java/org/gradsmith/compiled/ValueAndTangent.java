/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.jspecify.annotations.Nullable;

/**
 * What a method returned, and its derivative in a direction.
 *
 * @param value what the method returned, boxed
 * @param tangent in the form of the value: a number, a tensor, an array of numbers or tensors, a
 *     list of the tangents of the parts of a record or a list; null for what has none
 */
public record ValueAndTangent(@Nullable Object value, @Nullable Object tangent) {
  /**
   * The tangent of a value that is a record, as a record of its class; components without a tangent
   * are zero, false or null.
   *
   * @throws IllegalArgumentException if the value is no such record
   * @throws CompiledException if the record's constructor refuses the tangent: take {@link
   *     #tangent()} apart then, which is a list of the parts
   */
  public <R extends Record> R record(Class<R> type) {
    return RecordParts.made(type, tangent);
  }
}
