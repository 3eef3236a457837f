/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;

/**
 * What the code of a plan depends on besides the plan: with it, the key under which a {@link
 * PlanLoop} is kept.
 *
 * @param dtype of all inputs and outputs: float32 or float64
 * @param channelPerElement whether neighbouring elements belong to neighbouring channels; otherwise
 *     the elements of a row share their channel
 * @param wanted which outputs are written
 * @param present which inputs are there
 */
public record PlanVariant(
    DType dtype, boolean channelPerElement, List<Boolean> wanted, List<Boolean> present) {
  public PlanVariant {
    wanted = List.copyOf(wanted);
    present = List.copyOf(present);
  }

  /** The variant for given sizes. */
  public static PlanVariant of(
      KernelPlan plan,
      DType dtype,
      long channels,
      long inner,
      List<Boolean> wanted,
      List<Boolean> present) {
    return new PlanVariant(
        dtype, readsChannels(plan) && channelPerElement(channels, inner), wanted, present);
  }

  /** Whether neighbouring elements belong to neighbouring channels, for given sizes. */
  public static boolean channelPerElement(long channels, long inner) {
    return inner == 1 && channels > 1;
  }

  /** Whether a plan has inputs along channels. */
  public static boolean readsChannels(KernelPlan plan) {
    return plan.inputs().stream().anyMatch(input -> input.kind() == InputKind.CHANNEL);
  }
}
