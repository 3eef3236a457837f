/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What a compilation tells about itself when it is asked: for each method what its sweeps keep,
/// compute again and release; gradient checks as tests; one note at the end. Finished sweeps enter,
/// text leaves. Nothing here changes what is generated.
@NullMarked
package org.gradsmith.processor.report;

import org.jspecify.annotations.NullMarked;
