/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What keeps docs/ARCHITECTURE.md true: who may see whom, one module per package, a null-marked
/// package-info everywhere, file sizes, license headers, and jars that two builds make alike.
/// Enters: the checkout, as sources and as compiled classes. These tests know no class of the
/// framework.
@NullMarked
package org.gradsmith.arch;

import org.jspecify.annotations.NullMarked;
