/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Derivatives that users write themselves. A `@Derivative` method enters; it is checked against the
/// method that it is the derivative of, by declarations alone, and leaves as a rule, for which the
/// same kinds of classes are written as for a method with a body. Bodies are none of its business.
@NullMarked
package org.gradsmith.processor.rules;

import org.jspecify.annotations.NullMarked;
