/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of a {@code @Differentiable} method, by the code that was generated for it:
 *
 * {@snippet :
 * Gradients rosenbrock = Gradients.of(Rosenbrock::value);
 * Gradient at = rosenbrock.gradient(1.2, 1.0);
 * double dx = (double) at.of(0);
 * }
 *
 * <p>Arguments are given as the method's parameters, boxed. Numbers ({@code double}, {@code
 * float}), tensors, arrays of them, and lists and records of all these have gradients; integers,
 * flags, texts and other objects have none.
 */
public final class Gradients {
  private final MethodReference reference;
  private final Class<? extends Sweep> sweep;

  private Gradients(MethodReference reference) {
    this.reference = reference;
    this.sweep = SweepClasses.find(reference.method());
  }

  /** The derivatives of a method of 1 parameter. */
  public static <A, R> Gradients of(Function1<A, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 2 parameters. */
  public static <A, B, R> Gradients of(Function2<A, B, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 3 parameters. */
  public static <A, B, C, R> Gradients of(Function3<A, B, C, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 4 parameters. */
  public static <A, B, C, D, R> Gradients of(Function4<A, B, C, D, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 5 parameters. */
  public static <A, B, C, D, E, R> Gradients of(Function5<A, B, C, D, E, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 6 parameters. */
  public static <A, B, C, D, E, F, R> Gradients of(Function6<A, B, C, D, E, F, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 7 parameters. */
  public static <A, B, C, D, E, F, G, R> Gradients of(Function7<A, B, C, D, E, F, G, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 8 parameters. */
  public static <A, B, C, D, E, F, G, H, R> Gradients of(
      Function8<A, B, C, D, E, F, G, H, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /** The derivatives of a method of 9 parameters. */
  public static <A, B, C, D, E, F, G, H, I, R> Gradients of(
      Function9<A, B, C, D, E, F, G, H, I, R> method) {
    return new Gradients(MethodReference.of(method));
  }

  /**
   * What the method returns for these arguments.
   *
   * @throws IllegalArgumentException if they do not fit its parameters
   */
  public @Nullable Object value(@Nullable Object... arguments) {
    try (var _ = Autograd.noGrad()) {
      return begin(new Flow()).run(receive(arguments));
    }
  }

  /**
   * The gradient of a method that returns one number: a {@code double}, a {@code float}, or a
   * tensor of one element.
   *
   * @throws IllegalArgumentException if it returns something else, or the arguments do not fit
   */
  public Gradient gradient(@Nullable Object... arguments) {
    return pull(null, arguments);
  }

  /**
   * The product of a cotangent of the result with the Jacobian.
   *
   * @param cotangent as the result: a number, a tensor, an array, or a list of cotangents for the
   *     parts of a record, an array or a list, null where a part has none
   * @throws IllegalArgumentException if cotangent or arguments do not fit
   */
  public Gradient vjp(Object cotangent, @Nullable Object... arguments) {
    return pull(cotangent, arguments);
  }

  private Gradient pull(@Nullable Object cotangent, @Nullable Object[] arguments) {
    Flow flow = new Flow();
    Sweep call = begin(flow);
    @Nullable Object[] all = Inputs.distinct(flow, receive(arguments));
    Object value;
    try (var _ = Autograd.noGrad()) {
      value = call.run(all);
      double bar = Cotangents.seed(flow, name(), value, cotangent);
      call.reverse(bar);
    }
    List<@Nullable Object> found = new ArrayList<>();
    int receivers = Modifier.isStatic(reference.method().getModifiers()) ? 0 : 1;
    int first = reference.receiver().isPresent() ? 1 : 0;
    for (int i = first; i < all.length; i++) {
      Object argument = all[i];
      found.add(
          i < receivers ? null : Inputs.gradient(flow, argument, call.argumentBar(i - receivers)));
    }
    return new Gradient(value, found);
  }

  private Sweep begin(Flow flow) {
    return SweepClasses.begin(sweep, flow);
  }

  private String name() {
    return reference.method().getDeclaringClass().getSimpleName()
        + "."
        + reference.method().getName();
  }

  private @Nullable Object[] receive(@Nullable Object[] arguments) {
    List<@Nullable Object> all = new ArrayList<>();
    reference.receiver().ifPresent(all::add);
    all.addAll(Arrays.asList(arguments));
    int expected =
        reference.method().getParameterCount()
            + (Modifier.isStatic(reference.method().getModifiers()) ? 0 : 1);
    if (all.size() != expected) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, and there are %d"
              .formatted(name(), expected - (all.size() - arguments.length), arguments.length));
    }
    return all.toArray();
  }

  /** A method of 1 parameter, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function1<A, R> extends Serializable {
    R apply(A a);
  }

  /** A method of 2 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function2<A, B, R> extends Serializable {
    R apply(A a, B b);
  }

  /** A method of 3 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function3<A, B, C, R> extends Serializable {
    R apply(A a, B b, C c);
  }

  /** A method of 4 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function4<A, B, C, D, R> extends Serializable {
    R apply(A a, B b, C c, D d);
  }

  /** A method of 5 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function5<A, B, C, D, E, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e);
  }

  /** A method of 6 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function6<A, B, C, D, E, F, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e, F f);
  }

  /** A method of 7 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function7<A, B, C, D, E, F, G, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e, F f, G g);
  }

  /** A method of 8 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function8<A, B, C, D, E, F, G, H, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e, F f, G g, H h);
  }

  /** A method of 9 parameters, a receiver that the reference leaves open counted in. */
  @FunctionalInterface
  public interface Function9<A, B, C, D, E, F, G, H, I, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e, F f, G g, H h, I i);
  }
}
