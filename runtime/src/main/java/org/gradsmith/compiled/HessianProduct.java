/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

/**
 * A gradient and its derivative in a direction.
 *
 * @param gradient the gradient, with the value of the method
 * @param product the product of the Hessian with the direction, argument by argument; its value is
 *     the derivative of the method's value in the direction
 */
public record HessianProduct(Gradient gradient, Gradient product) {}
