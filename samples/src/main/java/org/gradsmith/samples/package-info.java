/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Programs that show the framework, and below `cli` the command line that runs them. Nothing
/// depends on this module.
@NullMarked
package org.gradsmith.samples;

import org.jspecify.annotations.NullMarked;
