/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * A corpus of small programs, each for one thing that a compiler of derivatives has to get right.
 * What each is about follows the test functions of google/tangent; {@code tangent.txt} says which
 * method stands for which function, or why none does.
 */
@NullMarked
package org.gradsmith.corpus;

import org.jspecify.annotations.NullMarked;
