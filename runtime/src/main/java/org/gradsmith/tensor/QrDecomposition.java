/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Matrices (..., M, N) as Q·R.
 *
 * @param q orthonormal columns: (..., M, K) with K the smaller of M and N, or (..., M, M) if
 *     complete
 * @param r upper triangular: (..., K, N), or (..., M, N) if complete
 */
public record QrDecomposition(Tensor q, Tensor r) {}
