/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * The tensors that are kept between a call and its reverse sweep, and their bytes as polynomials in
 * the sizes that are known by name.
 *
 * @param before what the sweeps keep as differentiation makes them
 * @param after what they keep once it has been decided, by a minimal cut, what is computed again
 */
public record SavedBytes(List<Kept> before, List<Kept> after) {
  /** Nothing is kept. */
  public static final SavedBytes NONE = new SavedBytes(List.of(), List.of());

  /** Who else holds the elements of a kept tensor. */
  public enum Holder {
    /** Nobody: they stay in memory for the reverse sweep. */
    SWEEP,
    /** The caller: an operand, a weight or the result. */
    CALLER,
    /** Another kept tensor, of which this one is a view. */
    KEPT
  }

  /**
   * A tensor that is kept.
   *
   * @param name its name in the generated class
   * @param bytes of its elements, or of those that it is a view of
   */
  public record Kept(String name, Dim bytes, Holder holder) {}

  public SavedBytes {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /**
   * What the sweeps of a straight line keep.
   *
   * @param before its sweeps as differentiation made them
   * @param after its sweeps with kernels
   */
  public static SavedBytes of(Sweeps before, Sweeps after, TensorSizes sizes) {
    return new SavedBytes(kept(before, sizes), kept(after, sizes));
  }

  private static List<Kept> kept(Sweeps sweeps, TensorSizes sizes) {
    Set<Value> inReverse = new HashSet<>();
    sweeps.reverse().forEach(step -> inReverse.addAll(step.makes()));
    inReverse.add(sweeps.cotangent());
    Set<Value> read = new LinkedHashSet<>();
    for (Step step : sweeps.reverse()) {
      step.reads().stream().filter(v -> !inReverse.contains(v)).forEach(read::add);
    }
    Set<Value> counted = new HashSet<>();
    Value result = sizes.memory(sweeps.result());
    List<Kept> kept = new ArrayList<>();
    for (Value value : read) {
      Value memory = sizes.memory(value);
      boolean isHeld = sweeps.operands().contains(memory) || memory.equals(result);
      Holder holder =
          isHeld ? Holder.CALLER : counted.contains(memory) ? Holder.KEPT : Holder.SWEEP;
      counted.add(memory);
      kept.add(new Kept(value.name(), sizes.bytes(memory), holder));
    }
    return kept;
  }

  /** What both keep: a method's pieces, and what stays outside of them. Names are kept once. */
  public SavedBytes plus(SavedBytes other) {
    return new SavedBytes(joined(before, other.before), joined(after, other.after));
  }

  private static List<Kept> joined(List<Kept> kept, List<Kept> more) {
    Set<String> names = new HashSet<>();
    return Stream.concat(kept.stream(), more.stream()).filter(k -> names.add(k.name())).toList();
  }

  /**
   * What a piece of a method keeps, seen from the method: operands and results of the piece need
   * not be the caller's.
   */
  SavedBytes ofPiece(Predicate<String> isCallers) {
    return new SavedBytes(ofPiece(before, isCallers), ofPiece(after, isCallers));
  }

  private static List<Kept> ofPiece(List<Kept> kept, Predicate<String> isCallers) {
    return kept.stream()
        .map(k ->
            k.holder() == Holder.CALLER && !isCallers.test(k.name())
                ? new Kept(k.name(), k.bytes(), Holder.SWEEP)
                : k)
        .toList();
  }

  /** What is kept if it happens several times. */
  public SavedBytes times(Dim times) {
    return new SavedBytes(times(before, times), times(after, times));
  }

  private static List<Kept> times(List<Kept> kept, Dim times) {
    return kept.stream().map(k -> new Kept(k.name(), k.bytes().times(times), k.holder())).toList();
  }

  /** The bytes that stay in memory for the reverse sweep alone. */
  public static Dim total(List<Kept> kept) {
    return kept.stream()
        .filter(k -> k.holder() == Holder.SWEEP)
        .map(Kept::bytes)
        .reduce(Dim.of(0), Dim::plus);
  }
}
