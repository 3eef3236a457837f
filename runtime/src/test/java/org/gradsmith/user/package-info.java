/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests that have to stand outside the framework's packages, where users are. */
@NullMarked
package org.gradsmith.user;

import org.jspecify.annotations.NullMarked;
