/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the conformance runner, and the run over the recorded data. */
@NullMarked
package org.gradsmith.samples.conformance;

import org.jspecify.annotations.NullMarked;
