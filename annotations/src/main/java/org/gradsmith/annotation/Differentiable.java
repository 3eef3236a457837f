/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for the derivative of a method: the processor reads its body and writes, beside the class, a
 * companion with the forward and reverse sweeps and the fused kernels.
 *
 * <p>The annotation survives to run time so that a build in which the processor did not run is
 * found at the first call instead of training through the eager tape by accident.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Differentiable {}
