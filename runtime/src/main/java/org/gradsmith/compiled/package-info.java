/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How a call of a module reaches the code that was generated for it. A call enters through {@link
 * org.gradsmith.compiled.CompiledCalls} with the module, the class that declares its {@code
 * forward} and the user's own body; the mode and the state of the generated companion decide what
 * runs. A compiled call leaves as one node of the autograd graph.
 *
 * <p>Generated companions implement {@link org.gradsmith.compiled.CompiledForward}; each call of
 * them lives in its own {@link org.gradsmith.compiled.CompiledCall}, so companions hold no state.
 * {@link org.gradsmith.compiled.Kernel} runs the fused kernels that were written beside a
 * companion.
 *
 * <p>This package knows tensors and the tape, but neither modules nor the processor: it must not
 * know how generated code came about, only what it promises.
 */
@NullMarked
package org.gradsmith.compiled;

import org.jspecify.annotations.NullMarked;
