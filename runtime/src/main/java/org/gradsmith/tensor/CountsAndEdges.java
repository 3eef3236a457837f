/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** What {@code Tensor.histogram} returns: a number per bin, and one edge more than bins. */
public record CountsAndEdges(Tensor counts, Tensor edges) {}
