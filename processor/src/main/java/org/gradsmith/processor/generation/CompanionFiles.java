/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.generation;

import org.gradsmith.processor.report.StraightPhases;

/**
 * The files of a companion.
 *
 * @param packageName their package
 * @param simpleName simple binary name of the companion
 * @param java its source
 * @param kernels its kernels as the runtime reads them; empty without any
 * @param cuda its kernels in CUDA C; empty without any
 * @param phases what it was written from
 */
public record CompanionFiles(
    String packageName,
    String simpleName,
    String java,
    String kernels,
    String cuda,
    StraightPhases phases) {}
