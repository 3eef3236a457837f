/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * What brings A·X nearest to B, for A (..., M, N) and B (..., M, K).
 *
 * @param solution X (..., N, K), the one of least norm where there are several
 * @param residuals the squared distances (..., K) of the columns; without elements unless M &gt; N
 *     and all matrices have full rank
 * @param rank the rank of each matrix (...), int64
 * @param singularValues the singular values of A (..., min(M, N)), without gradient
 */
public record LeastSquares(Tensor solution, Tensor residuals, Tensor rank, Tensor singularValues) {}
