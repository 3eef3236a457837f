/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * From javac's trees to the intermediate representation. The order of things in a round: {@link
 * org.gradsmith.processor.frontend.FrontEnd} collects annotated methods; a shadow compilation
 * attributes a private copy of their sources, so that the running compilation's trees stay
 * untouched; declarations are checked; the lowering walks each body, asks the fence at every tree,
 * and writes steps.
 *
 * <p>Enters: annotated methods of a round. Leaves: a {@link
 * org.gradsmith.processor.frontend.Lowered} per method, and a problem at each tree outside the
 * subset. It knows nothing of derivatives, and classes of the runtime by name only.
 */
@NullMarked
package org.gradsmith.processor.frontend;

import org.jspecify.annotations.NullMarked;
