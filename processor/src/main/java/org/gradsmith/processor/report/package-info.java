/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What a compilation tells about itself: for each method what its sweeps keep, compute again and
/// release, the kernels they launch and the bytes they keep before and after fusion, and the method
/// behind each phase; gradient checks as tests; one note at the end. Finished sweeps enter, text and
/// JSON leave. Nothing here changes what is generated.
///
/// `LineReport` reads a straight line's report off its phases, `FlowReport` that of a method with
/// control flow; `KernelCounts` and `SavedBytes` of pieces add up to those of a method.
@NullMarked
package org.gradsmith.processor.report;

import org.jspecify.annotations.NullMarked;
