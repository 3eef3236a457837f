/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What users say about derivatives, tried in programs: derivatives of their own, constants,
/// parameters that are left out, recomputed calls and loops.
@NullMarked
package org.gradsmith.derivatives;

import org.jspecify.annotations.NullMarked;
