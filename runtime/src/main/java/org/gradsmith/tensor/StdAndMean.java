/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Standard deviations and means over the same elements.
 *
 * @param std the standard deviations
 * @param mean the means
 */
public record StdAndMean(Tensor std, Tensor mean) {}
