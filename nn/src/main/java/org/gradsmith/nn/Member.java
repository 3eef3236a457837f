/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import org.jspecify.annotations.Nullable;

/**
 * What a module holds under a name: a module, a tensor, or a list, array or map (with text keys) of
 * such; anything else is no part of the module.
 *
 * @param name the field's name, or a number within a container
 * @param value what it holds now
 * @param buffer whether tensors in it are buffers
 */
public record Member(String name, @Nullable Object value, boolean buffer) {}
