/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import org.gradsmith.tensor.Tensor;

/**
 * What an LSTM remembers between two steps, for each sequence of a batch: (N, size) both.
 *
 * @param hidden what it shows
 * @param cell what it keeps to itself
 */
public record LstmState(Tensor hidden, Tensor cell) {}
