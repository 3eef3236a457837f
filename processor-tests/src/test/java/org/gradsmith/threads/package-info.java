/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Programs for which other systems gave wrong gradients or none, under the numbers of the public
 * threads that report them. Each is written anew, as small as the failure allows, and is checked
 * against central differences; where the steps can be done on tensors, against the tape too.
 */
@NullMarked
package org.gradsmith.threads;

import org.jspecify.annotations.NullMarked;
