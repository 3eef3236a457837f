/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// An LSTM written by hand, with a loop over the steps of its input, trained on the adding problem.
/// Into it goes nothing but a seed: the sequences are drawn. `LstmCell` and `AddingLstm` are what
/// users write: ordinary Java with a loop, a record that carries state from step to step, an early end.
/// It knows nothing of command lines.
@NullMarked
package org.gradsmith.samples.lstm;

import org.jspecify.annotations.NullMarked;
