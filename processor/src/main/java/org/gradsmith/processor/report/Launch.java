/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradsmith.ir.Span;
import org.gradsmith.processor.shape.Dim;

/**
 * Something that a sweep runs, with what it moves and computes.
 *
 * @param isReverse whether it stands in the reverse sweep
 * @param kind what it is
 * @param name that of the kernel, of the op, of the module, or of the operand that gets a gradient
 * @param owner simple name of the generated class beside which its kernel lies; empty for others
 * @param span the user's line it belongs to
 * @param ops the ops it runs: one, or those that a kernel runs in one
 * @param reads tensors that it reads
 * @param makes tensors that it writes
 * @param bytes that it reads and writes, each tensor once
 * @param flops its floating-point operations, where they can be predicted
 */
public record Launch(
    boolean isReverse,
    Kind kind,
    String name,
    String owner,
    Span span,
    List<Part> ops,
    List<Sized> reads,
    List<Sized> makes,
    Dim bytes,
    Optional<Dim> flops) {
  public Launch {
    ops = List.copyOf(ops);
    reads = List.copyOf(reads);
    makes = List.copyOf(makes);
  }

  /** What is run. */
  public enum Kind {
    /** A fused kernel. */
    KERNEL,
    /** An op of the table. */
    OP,
    /** An op that only describes memory anew. */
    VIEW,
    /** A module or a method. */
    CALL,
    /** Nothing: a gradient of an operand is handed out. */
    GRADIENT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An op in a kernel.
   *
   * @param isAgain whether the forward sweep has computed it already
   * @param span the user's line it belongs to
   */
  public record Part(
      String op, List<String> reads, List<String> makes, boolean isAgain, Span span) {
    public Part {
      reads = List.copyOf(reads);
      makes = List.copyOf(makes);
    }
  }

  /** A tensor and its bytes. */
  public record Sized(String name, Dim bytes) {}
}
