/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// The command line behind `./gradsmith`: one class per command. It knows the samples; the samples
/// do not know it.
///
/// The exit status is 0 only on success, 1 after an error, 2 after arguments that make no sense, 130
/// after Ctrl-C. Every error is one line on the error stream; `--stacktrace` adds the rest.
@NullMarked
package org.gradsmith.samples.cli;

import org.jspecify.annotations.NullMarked;
