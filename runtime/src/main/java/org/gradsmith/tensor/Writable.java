/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** For kernels that write to tensors: whether the elements of one may be written. */
public final class Writable {
  private Writable() {}

  /**
   * Refuses a tensor that cannot be written in place.
   *
   * @param writer what messages call the one who writes
   * @throws InPlaceException if several elements share one place, or the tensor was made in
   *     inference mode
   */
  public static void require(Tensor tensor, String writer) {
    InPlace.checkWritable(tensor, writer);
  }
}
