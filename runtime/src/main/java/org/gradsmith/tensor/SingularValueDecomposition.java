/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Matrices (..., M, N) as U·diag(S)·Vᵀ.
 *
 * @param u orthonormal columns: (..., M, K) with K the smaller of M and N, or (..., M, M) if full
 * @param s the singular values (..., K) in descending order
 * @param vt Vᵀ, orthonormal rows: (..., K, N), or (..., N, N) if full
 */
public record SingularValueDecomposition(Tensor u, Tensor s, Tensor vt) {}
