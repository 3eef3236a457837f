/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Smallest and largest elements.
 *
 * @param min the smallest ones
 * @param max the largest ones
 */
public record MinAndMax(Tensor min, Tensor max) {}
