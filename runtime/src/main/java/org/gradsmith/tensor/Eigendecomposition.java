/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Symmetric matrices (..., n, n) as V·diag(L)·Vᵀ.
 *
 * @param values the eigenvalues L (..., n) in ascending order
 * @param vectors V (..., n, n), whose orthonormal columns belong to them
 */
public record Eigendecomposition(Tensor values, Tensor vectors) {}
