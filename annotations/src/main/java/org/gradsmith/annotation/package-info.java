/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What users write into their code: `@Differentiable` on a method, `@Shape` on a tensor, and what
/// the framework itself writes for its compiler, `@Op` and `@Generated`. Annotations only: no code,
/// and nothing but the JDK is known here.
@NullMarked
package org.gradsmith.annotation;

import org.jspecify.annotations.NullMarked;
