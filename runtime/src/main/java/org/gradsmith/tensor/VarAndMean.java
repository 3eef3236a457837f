/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Variances and means over the same elements.
 *
 * @param var the variances
 * @param mean the means
 */
public record VarAndMean(Tensor var, Tensor mean) {}
