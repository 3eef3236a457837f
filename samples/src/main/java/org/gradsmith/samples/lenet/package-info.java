/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// The two LeNets of introductory PyTorch articles, and a training that reads like theirs. Into it
/// go digits (the MNIST files, or the drawn ones of `digits`) and a {@code Plan}; out come the
/// articles' lines and a checkpoint from which the training goes on as if it had not stopped.
///
/// `LeNetA` and `LeNetB` are what users write; `Recipe` holds the articles' numbers; `Training` is
/// the loop; `Checkpoint` and `Interruption` are what makes it safe to stop.
///
/// It knows nothing of command lines.
@NullMarked
package org.gradsmith.samples.lenet;

import org.jspecify.annotations.NullMarked;
