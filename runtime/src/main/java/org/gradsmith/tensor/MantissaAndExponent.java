/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** What {@link Tensor#frexp()} returns: x = mantissa · 2^exponent. */
public record MantissaAndExponent(Tensor mantissa, Tensor exponent) {}
