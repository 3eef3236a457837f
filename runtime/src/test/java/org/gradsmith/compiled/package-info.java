/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of calls of generated code, with companions written by hand as the processor would. */
@NullMarked
package org.gradsmith.compiled;

import org.jspecify.annotations.NullMarked;
