/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The intermediate representation of a differentiable method: sealed records, each with the place
 * in the user's source it comes from. Enters: what the processor's front end reads from Java.
 * Leaves: the same, transformed by passes, to the writers of Java and of kernels. It knows neither
 * javac nor tensors.
 */
@NullMarked
package org.gradsmith.ir;

import org.jspecify.annotations.NullMarked;
