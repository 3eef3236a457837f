/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// The reference pages that are written from the code: options and properties, diagnostics. Each is a
/// golden file, and complete: what the code knows and the page does not is an error.
@NullMarked
package org.gradsmith.reference;

import org.jspecify.annotations.NullMarked;
