/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Methods that pass numbers about: in records, through functions given as values, through members
 * and calls of all kinds. Enters: small programs, compiled with the processor. Leaves: whether their
 * derivatives are those of differences, and whether what would lose a derivative is refused.
 */
@NullMarked
package org.gradsmith.values;

import org.jspecify.annotations.NullMarked;
