/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Memory over long loops, in JVMs of their own, and scopes that give memory back at once. */
@NullMarked
package org.gradsmith.steady;

import org.jspecify.annotations.NullMarked;
