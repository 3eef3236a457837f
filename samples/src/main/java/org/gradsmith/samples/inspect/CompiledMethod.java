/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.List;
import java.util.Optional;

/**
 * What the processor tells of a method, in the file {@code .report} beside the generated class.
 * Sizes are polynomials in the sizes that it knows by name, as text.
 *
 * @param name the method's name
 * @param generated simple name of the generated class
 * @param file name of the source file, without folders
 * @param line where the method is declared
 * @param form how it was compiled, in words
 * @param assumption what sizes in bytes take for granted
 * @param launches how many kernels a call launches
 * @param keptBefore bytes that are kept for the reverse sweep before the minimal cut
 * @param keptAfter those that are kept after it
 * @param before what is kept before the cut
 * @param after what is kept after it
 * @param calls the methods that it calls, each with all that it calls itself
 * @param total what a call costs with all that it calls
 * @param values what becomes of values, and why
 * @param steps what the sweeps run, in order
 * @param phases the method behind each phase of the compiler
 */
public record CompiledMethod(
    String name,
    String generated,
    String file,
    int line,
    String form,
    String assumption,
    Launches launches,
    String keptBefore,
    String keptAfter,
    List<Kept> before,
    List<Kept> after,
    List<Call> calls,
    Total total,
    List<Fate> values,
    List<Step> steps,
    List<Phase> phases) {

  /** Kernels launched by each sweep before and after fusion, and calls of other methods. */
  public record Launches(
      int forwardBefore, int forwardAfter, int reverseBefore, int reverseAfter, int calls) {}

  /**
   * A method that is called.
   *
   * @param name what the caller knows it by
   * @param callee simple name of its generated class; empty if nothing is known of it
   * @param times in how many places it is called
   * @param isInLoop whether a loop calls it
   * @param launches those of all places
   * @param keptBefore bytes that all places keep before the minimal cut
   * @param keptAfter those that they keep after it
   */
  public record Call(
      String name,
      String callee,
      int times,
      boolean isInLoop,
      Launches launches,
      String keptBefore,
      String keptAfter) {
    /** The name with the number of places. */
    String label() {
      return (times > 1 ? times + " times " : "")
          + name
          + (isInLoop ? ", in each turn of a loop" : "");
    }
  }

  /**
   * A method with all that it calls.
   *
   * @param launches of which the calls are those that nothing is known of
   */
  public record Total(
      Launches launches,
      String keptBefore,
      String keptAfter,
      List<Kept> before,
      List<Kept> after) {}

  /**
   * A tensor that is kept.
   *
   * @param holder {@code sweep} if nobody else has its elements, {@code caller} or {@code kept}
   */
  public record Kept(String name, String bytes, String holder) {}

  /**
   * What becomes of a value.
   *
   * @param fate {@code saved}, {@code recomputed} or {@code released}
   * @param bytes of a tensor
   */
  public record Fate(String fate, String name, String where, String why, Optional<String> bytes) {}

  /**
   * Something that a sweep runs.
   *
   * @param kind {@code kernel}, {@code op}, {@code view}, {@code call} or {@code gradient}
   * @param owner simple name of the generated class beside which a kernel lies
   */
  public record Step(
      boolean isReverse,
      String kind,
      String name,
      String owner,
      String file,
      int line,
      String text,
      String bytes,
      Optional<String> flops,
      List<Sized> reads,
      List<Sized> makes,
      List<Part> ops) {
    /** Whether it is a launch of its own. */
    public boolean isLaunch() {
      return kind.equals("kernel") || kind.equals("op");
    }
  }

  /** A tensor and its bytes. */
  public record Sized(String name, String bytes) {}

  /**
   * An op that a step runs.
   *
   * @param isAgain whether the forward sweep has computed it already
   */
  public record Part(
      String op, int line, boolean isAgain, List<String> reads, List<String> makes) {}

  /** The intermediate representation behind a phase. */
  public record Phase(String name, String text) {}
}
