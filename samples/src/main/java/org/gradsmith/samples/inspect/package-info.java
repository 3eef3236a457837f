/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Shows what the processor made of a class. Into it go a class name and a class path; out come the
/// annotated methods' source, the generated Java and CUDA, and the processor's report on what runs,
/// what it moves and what is kept: as text (`Inspection`, `ReportText`) or as one page of HTML.
///
/// `CompiledClass` finds the class and what lies beside it without loading it, `SourceFolders` the
/// sources that they were compiled from, `AnnotatedMethods` the methods in a source, `ReportReader`
/// reads a report, `GpuStatistics` asks CUDA's tools, and `Columns` lays texts out side by side. Of
/// the page, `SourceLines`, `MethodSection` and `GeneratedSection` write a section each, with
/// `FusionGraph` for the drawings and `LayeredLayout` for their places.
///
/// It knows the processor's output by its files only.
@NullMarked
package org.gradsmith.samples.inspect;

import org.jspecify.annotations.NullMarked;
