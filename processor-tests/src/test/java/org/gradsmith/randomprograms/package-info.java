/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Random programs. A seed becomes a program with loops, jumps, arrays and helpers, written twice: over numbers, and over tensors
/// without dimensions. Values and derivatives by all the ways that Gradsmith has (reverse sweep, forward mode, tape, products with
/// the Hessian) must agree with each other and, where a step takes the same branches, with central differences; whether it does
/// is read from a copy of the class that reports its branches. A program that fails is shrunk and printed with its seed.
@NullMarked
package org.gradsmith.randomprograms;

import org.jspecify.annotations.NullMarked;
