/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

/**
 * How a loop keeps the state of a few of its turns only, and runs the turns between again.
 *
 * @param isBinomial whether the kept turns follow the binomial schedule, not the square root
 * @param snapshots how many states may be kept at once; 0: as many as the schedule takes
 */
public record Checkpointing(boolean isBinomial, int snapshots) {}
