/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Objects;
import org.gradsmith.compiled.CompiledException;
import org.jspecify.annotations.Nullable;

/** What a call keeps that will be run again when it is reversed: its arguments. */
public final class Recomputation {
  private final Kept arguments;
  private @Nullable Handover result;
  private @Nullable Object number;
  private @Nullable Kept before;

  private Recomputation(Kept arguments) {
    this.arguments = arguments;
  }

  /** Keeps arguments, with what arrays hold now. */
  public static Recomputation of(@Nullable Object... arguments) {
    return new Recomputation(new Kept(arguments));
  }

  /** The call has returned something. */
  public void returned(Flow flow, @Nullable Object value) {
    number = value instanceof Double || value instanceof Float ? value : null;
    result = new Handover(flow, value);
  }

  /** Sets what the call was given back to what it was then. */
  public void begin() {
    @Nullable Object[] now = new @Nullable Object[arguments.size()];
    for (int i = 0; i < now.length; i++) {
      now[i] = arguments.value(i);
    }
    before = new Kept(now);
    arguments.restore();
  }

  /** An argument. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // the generated code knows what it kept, null or not
  public <T> T argument(int index) {
    return (T) arguments.value(index);
  }

  /**
   * The call ran again: the adjoint of what it returned first is that of what it has returned now.
   *
   * @throws CompiledException if it has returned another number
   */
  public void again(String method, @Nullable Object value) {
    if (number != null && !number.equals(value)) {
      throw new CompiledException(
          "%s returned %s when it was run again, and %s at first: what is annotated @Checkpoint must depend on its arguments alone"
              .formatted(method, value, number));
    }
    Objects.requireNonNull(result).take().give(value);
  }

  /** Sets everything as it was before. */
  public void end() {
    Objects.requireNonNull(before).restore();
    before = null;
  }
}
