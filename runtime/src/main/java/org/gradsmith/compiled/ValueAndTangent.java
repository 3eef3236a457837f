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
public record ValueAndTangent(@Nullable Object value, @Nullable Object tangent) {}
