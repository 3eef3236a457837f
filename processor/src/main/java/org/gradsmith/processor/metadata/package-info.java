/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What travels with a generated class so that later compilations can differentiate through it: the
 * intermediate representation of its method and facts on the constructors of its class, as text in
 * the {@code @Generated} annotation of companions and of the classes of functions.
 *
 * <p>Enters: a method, or a companion seen through the compiler's mirrors. Leaves: text, or the
 * same method again. It knows nothing of how methods are read or compiled.
 */
@NullMarked
package org.gradsmith.processor.metadata;

import org.jspecify.annotations.NullMarked;
