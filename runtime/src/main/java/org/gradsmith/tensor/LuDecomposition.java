/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Matrices (..., M, N) as P·L·U, by elimination with the largest pivot of each column.
 *
 * @param p permutations (..., M, M), without gradient
 * @param l lower triangular with ones on the diagonal: (..., M, K), K the smaller of M and N
 * @param u upper triangular: (..., K, N)
 */
public record LuDecomposition(Tensor p, Tensor l, Tensor u) {}
