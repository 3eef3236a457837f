/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Random programs. A seed becomes a program with loops, jumps, arrays and helpers, written three times: over numbers, over tensors
/// without dimensions, and over numbers with a trace of every branch. Values and derivatives by all the ways that Gradsmith has
/// must agree with each other and, where a step takes the same branches, with central differences. A program that fails is
/// shrunk and printed with its seed.
@NullMarked
package org.gradsmith.randomprograms;

import org.jspecify.annotations.NullMarked;
