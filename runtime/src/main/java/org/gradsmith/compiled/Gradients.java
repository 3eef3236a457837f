/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.TensorException;
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
  private final Supplier<Class<? extends Sweep>> sweep;
  private final Directional directional;

  private Gradients(MethodReference reference) {
    Method method = reference.method();
    this.reference = reference;
    this.directional = new Directional(method);
    this.sweep = Once.of(() -> SweepClasses.find(method));
    if (!SweepClasses.isCompiled(method)) {
      SweepClasses.require(method);
    }
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
    @Nullable Object[] received = receive(arguments);
    try (var _ = Autograd.noGrad()) {
      return begin(new Flow()).run(received);
    } catch (TensorException e) {
      throw SweepLines.addTo(e, sweep.get());
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

  /**
   * The derivative in a direction: the product of the Jacobian with a tangent.
   *
   * @param tangents for each argument its tangent, in the form of the argument (a list for lists
   *     and records), null where it is zero or the argument has none
   * @return the value, and its tangent in the form of the value
   * @throws IllegalArgumentException if arguments or tangents do not fit
   * @throws CompiledException if the method was not compiled for forward mode
   */
  public ValueAndTangent jvp(@Nullable Object[] tangents, @Nullable Object... arguments) {
    return directional.push(receive(arguments), received(tangents, arguments.length));
  }

  /**
   * The product of the Hessian with a direction, of a method that returns one number: a {@code
   * double}, a {@code float}, or a tensor of one element. Costs about as much as four gradients;
   * the Hessian is never made.
   *
   * @param direction for each argument a part of the direction, as the tangents of {@link #jvp}
   * @throws IllegalArgumentException if it returns something else, or arguments or direction do not
   *     fit
   * @throws CompiledException if the method was not compiled with {@code order = 2}
   */
  public HessianProduct hvp(@Nullable Object[] direction, @Nullable Object... arguments) {
    return directional.pull(receive(arguments), received(direction, arguments.length), offset());
  }

  /**
   * All first derivatives, of a method that returns numbers, an array of numbers or a tensor.
   *
   * @return a row for each element of the result and a column for each number in the arguments, in
   *     their order: numbers, elements of arrays of numbers, elements of tensors
   */
  public double[][] jacobian(@Nullable Object... arguments) {
    Coordinates coordinates = Coordinates.of(arguments);
    double[][] columns = new double[coordinates.count()][];
    for (int k = 0; k < columns.length; k++) {
      @Nullable Object tangent = jvp(coordinates.unit(k), arguments).tangent();
      columns[k] = Coordinates.of(tangent).values();
    }
    return Coordinates.transposed(columns);
  }

  /**
   * All second derivatives, of a method that returns one number.
   *
   * @return a row and a column for each number in the arguments, in their order, as in {@link
   *     #jacobian}
   */
  public double[][] hessian(@Nullable Object... arguments) {
    Coordinates coordinates = Coordinates.of(arguments);
    double[][] columns = new double[coordinates.count()][];
    for (int k = 0; k < columns.length; k++) {
      Gradient product = hvp(coordinates.unit(k), arguments).product();
      columns[k] = coordinates.with(product.arguments().toArray()).values();
    }
    return Coordinates.transposed(columns);
  }

  private Gradient pull(@Nullable Object cotangent, @Nullable Object[] arguments) {
    Flow flow = new Flow();
    flow.reverseOnce();
    Sweep call = begin(flow);
    if (call.onlyReads()) { // and its reverse sweep runs before the caller goes on
      flow.freeze();
    }
    @Nullable Object[] all = Inputs.distinct(flow, receive(arguments));
    @Nullable Object[] passed = Inputs.snapshot(all);
    Object value;
    try (var _ = Autograd.noGrad()) {
      value = call.run(all);
      double bar = Cotangents.seed(flow, name(), value, cotangent);
      call.reverse(bar);
    } catch (TensorException e) {
      throw SweepLines.addTo(e, call.getClass());
    }
    List<@Nullable Object> found = new ArrayList<>();
    int receivers = Modifier.isStatic(reference.method().getModifiers()) ? 0 : 1;
    for (int i = offset(); i < all.length; i++) {
      Object argument = passed[i];
      boolean isConstant = i >= receivers && !call.differentiates(i - receivers);
      double bar = i < receivers ? 0 : call.argumentBar(i - receivers);
      found.add(isConstant ? null : Inputs.gradient(flow, argument, bar));
    }
    return new Gradient(value, found, Inputs.others(flow));
  }

  private Sweep begin(Flow flow) {
    return SweepClasses.begin(sweep.get(), flow);
  }

  private String name() {
    return MethodReference.nameOf(reference.method());
  }

  /** How many arguments the reference has taken up already. */
  private int offset() {
    return reference.receiver().isPresent() ? 1 : 0;
  }

  /** Tangents, one for each argument, with none for a receiver that the reference has taken up. */
  private @Nullable Object[] received(@Nullable Object[] tangents, int expected) {
    if (tangents.length != expected) {
      throw new IllegalArgumentException(
          "%s is given %d arguments and %d tangents: give one for each, null where it is zero"
              .formatted(name(), expected, tangents.length));
    }
    @Nullable Object[] all = new @Nullable Object[expected + offset()];
    System.arraycopy(tangents, 0, all, offset(), expected);
    return all;
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
