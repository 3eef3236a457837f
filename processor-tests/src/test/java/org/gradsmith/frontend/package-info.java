/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** What the front end reads from Java: steps, names, facts on constructors, metadata. */
@NullMarked
package org.gradsmith.frontend;

import org.jspecify.annotations.NullMarked;
