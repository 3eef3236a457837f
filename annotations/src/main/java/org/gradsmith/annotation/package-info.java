/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What users write into their code: `@Differentiable` on a method, `@Derivative` on one that is the
/// derivative of another, `@NonDifferentiable`, `@Checkpoint`, `@Shape` on a tensor; and what
/// the framework writes itself, `@Op`, `@Generated` and `@UserLines`. Annotations only: no code,
/// and nothing but the JDK is known here.
@NullMarked
package org.gradsmith.annotation;

import org.jspecify.annotations.NullMarked;
