/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Shows how far a long run is: `BarProgress` draws a bar on a terminal, `LineProgress` prints a
/// line every ten percent where the output goes to a file or a pipe. Programs say `advance` and
/// print their own lines through the same object, so that the two do not mix on the screen.
@NullMarked
package org.gradsmith.samples.progress;

import org.jspecify.annotations.NullMarked;
