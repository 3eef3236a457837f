/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * A determinant that may be too large or too small for its dtype.
 *
 * @param sign -1, 0 or 1, without gradient
 * @param logAbsDet the logarithm of its magnitude
 */
public record SignAndLogAbsDet(Tensor sign, Tensor logAbsDet) {}
