/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * A fingerprint of a compiled method. A class file and a method's name enter, a hash of what its
 * instructions do leaves. The processor writes it beside a generated class and the runtime compares
 * it, so that generated code is never run for a method that was changed since. Knows neither of
 * them.
 */
@NullMarked
package org.gradsmith.digest;

import org.jspecify.annotations.NullMarked;
