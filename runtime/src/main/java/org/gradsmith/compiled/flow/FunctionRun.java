/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that is known when the method runs. Its {@code forward} takes the function,
 * and then what the function takes; there is one for each number of arguments, since a single array
 * of objects would be taken for the arguments themselves.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // generated code knows what the function returns
public final class FunctionRun extends Sweep {
  private @Nullable MethodRun run;
  private int before;

  public FunctionRun(Flow flow) {
    super(flow);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(Object function) {
    return call(function);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(Object function, @Nullable Object a) {
    return call(function, a);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function, @Nullable Object a, @Nullable Object b) {
    return call(function, a, b);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
    return call(function, a, b, c);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d) {
    return call(function, a, b, c, d);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e) {
    return call(function, a, b, c, d, e);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e,
      @Nullable Object f) {
    return call(function, a, b, c, d, e, f);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e,
      @Nullable Object f,
      @Nullable Object g) {
    return call(function, a, b, c, d, e, f, g);
  }

  /** Calls a function. */
  public <R extends @Nullable Object> R forward(
      Object function,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e,
      @Nullable Object f,
      @Nullable Object g,
      @Nullable Object h) {
    return call(function, a, b, c, d, e, f, g, h);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // as the function's type says
  private <R extends @Nullable Object> R call(Object function, @Nullable Object... arguments) {
    FollowedFunction known = flow.followed(function);
    MethodRun begun = known.sweep().apply(flow);
    boolean rereads = begun instanceof Sweep sweep && sweep.rereadsArrays();
    this.run = begun;
    this.before = known.before();
    return (R) begun.run(known.all(flow, rereads, arguments));
  }

  @Override
  public @Nullable Object run(@Nullable Object... arguments) {
    @Nullable Object[] rest = new @Nullable Object[arguments.length - 1];
    System.arraycopy(arguments, 1, rest, 0, rest.length);
    return call(Objects.requireNonNull(arguments[0]), rest);
  }

  private Sweep sweep() {
    return (Sweep) Objects.requireNonNull(run);
  }

  @Override
  public void reverse(double resultBar) {
    sweep().reverse(resultBar);
  }

  @Override
  public double argumentBar(int index) {
    return sweep().argumentBar(index + before);
  }
}
