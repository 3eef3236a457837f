/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The eager tape. Ops enter through {@link org.gradsmith.autograd.Recorder}, which runs them and
 * notes a {@link org.gradsmith.autograd.Node} where a gradient will be needed; gradients leave
 * through {@link org.gradsmith.autograd.Autograd}, in the tensors' {@code grad} or as a list.
 *
 * <p>No derivative stands here: {@link org.gradsmith.autograd.OpNode} runs the rules of the op
 * table with tensors for values, and recording these runs gives second derivatives. What a rule
 * reads is found by running it once on a recording algebra; only that is kept, and a write to it in
 * between is found by its version.
 *
 * <p>The package knows tensors and the op table. It must not know modules, optimizers or generated
 * code: a compiled call is one more node, made elsewhere.
 */
@NullMarked
package org.gradsmith.autograd;

import org.jspecify.annotations.NullMarked;
