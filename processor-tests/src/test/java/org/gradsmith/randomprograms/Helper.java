/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/**
 * A method that a program calls.
 *
 * @param parameters its parameters' types, a letter each: d number, a array, i integer
 * @param result d number, a array, v nothing
 * @param recursive whether it calls itself, as long as its last parameter, an integer, allows
 * @param cost about how many statements a call runs
 */
record Helper(String name, String parameters, char result, boolean recursive, int cost) {}
