/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The programs of the conformance data, written out with their loops, branches, calls and lists as
 * {@code @Differentiable} methods. The processor compiles them with the tests; the values and
 * derivatives of the generated code are compared with those that were recorded. The recorded data
 * lie beside the checkout; without them the test is skipped.
 */
@NullMarked
package org.gradsmith.programs;

import org.jspecify.annotations.NullMarked;
