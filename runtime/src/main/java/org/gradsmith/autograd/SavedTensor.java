/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor kept from the forward sweep for the reverse sweep. Reading it fails if it was written in
 * place since: the gradient would be that of other numbers.
 */
public final class SavedTensor {
  private final Tensor tensor;
  private final long version;
  private final String savedBy;
  private final String name;
  private final @Nullable String line;

  private SavedTensor(Tensor tensor, String savedBy, String name, @Nullable String line) {
    this.tensor = tensor;
    if (tensor.isInference()) {
      throw new AutogradException(
          "'%s' cannot keep '%s' (%s) for its gradient: it was made in inference mode, so nobody would notice a write to it; use copy() of it, or noGrad() in place of inferenceMode() where it is made"
              .formatted(savedBy, name, tensor.describe()));
    }
    this.version = tensor.version();
    tensor.versionCounter().save();
    this.savedBy = savedBy;
    this.name = name;
    this.line = line;
  }

  /**
   * Keeps a tensor.
   *
   * @param savedBy the op or the class that keeps it
   * @param name what it is there: an operand's name
   */
  public static SavedTensor of(Tensor tensor, String savedBy, String name) {
    return new SavedTensor(tensor, savedBy, name, AnomalyMode.isOn() ? UserLine.find() : null);
  }

  /**
   * Keeps a tensor.
   *
   * @param savedBy the op or the class that keeps it
   * @param name what it is there: an operand's name
   * @param line where the user wrote that
   */
  public static SavedTensor of(Tensor tensor, String savedBy, String name, String line) {
    return new SavedTensor(tensor, savedBy, name, line);
  }

  /** The tensor, unchanged since it was kept. */
  public Tensor unpack() {
    long now = tensor.version();
    if (now != version) {
      throw new AutogradException(
          "'%s'%s kept '%s' (%s) for its gradient, but it was written in place afterwards%s: it is at version %d, and version %d was kept. Write to a copy instead, or compute the gradient first%s"
              .formatted(
                  savedBy,
                  line == null ? "" : " at " + line,
                  name,
                  tensor.describe(),
                  lastWrite(),
                  now,
                  version,
                  line == null ? "; " + AnomalyMode.howToGetLines() : ""));
    }
    return tensor;
  }

  private String lastWrite() {
    String writer = tensor.versionCounter().lastWriter();
    return writer.isEmpty() ? "" : ", last by " + writer;
  }
}
