/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Shows what the processor made of a class. Into it go a class name and a class path; out come the
/// annotated methods' source, the generated Java and the generated CUDA, where they can be found.
///
/// `CompiledClass` finds the class and its companion on the class path without loading them,
/// `SourceFolders` the sources that they were compiled from, `AnnotatedMethods` the methods in a
/// source, and `Columns` lays the texts out side by side.
///
/// It knows the processor's output by its file names only.
@NullMarked
package org.gradsmith.samples.inspect;

import org.jspecify.annotations.NullMarked;
