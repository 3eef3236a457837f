/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Generated text against files that people have read. */
@NullMarked
package org.gradsmith.golden;

import org.jspecify.annotations.NullMarked;
