/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Tensors: values, sizes, views and the ops of the table as methods. Enters: Java numbers and
 * shapes. Leaves: tensors. The methods stand in one interface per family; what records them is
 * {@code org.gradsmith.autograd}, what executes them {@code org.gradsmith.backend}. Knows no back
 * end by name except where a device picks one, and nothing of modules, layers or compiled calls.
 */
@NullMarked
package org.gradsmith.tensor;

import org.jspecify.annotations.NullMarked;
