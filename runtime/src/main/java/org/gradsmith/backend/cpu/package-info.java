/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Ops on the processor: products and convolutions by oneDNN where it is there, everything in plain
 * Java where not. Enters and leaves as in {@code org.gradsmith.backend}.
 */
@NullMarked
package org.gradsmith.backend.cpu;

import org.jspecify.annotations.NullMarked;
