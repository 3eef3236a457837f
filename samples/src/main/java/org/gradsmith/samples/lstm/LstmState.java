/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import org.gradsmith.annotation.Shape;
import org.gradsmith.tensor.Tensor;

/**
 * What an LSTM remembers between two steps, for each sequence of a batch: (N, size) both.
 *
 * @param hidden what it shows
 * @param cell what it keeps to itself
 */
public record LstmState(@Shape("N, size") Tensor hidden, @Shape("N, size") Tensor cell) {}
