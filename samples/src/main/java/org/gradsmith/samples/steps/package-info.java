/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Training that is counted in steps, for samples that draw their batches. Into it go a plan, a
/// module and what makes a loss; out come lines of the loss. It knows neither the samples nor
/// command lines.
@NullMarked
package org.gradsmith.samples.steps;

import org.jspecify.annotations.NullMarked;
