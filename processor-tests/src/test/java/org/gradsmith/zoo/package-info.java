/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Nets as users write them, each a few lines. The same ones are run eagerly and compiled, with and
 * without hooks, frozen weights and gradients, and must agree.
 */
@NullMarked
package org.gradsmith.zoo;

import org.jspecify.annotations.NullMarked;
