/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static java.lang.invoke.MethodType.methodType;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.gradsmith.compiled.Once;
import org.gradsmith.foreign.Parameter.Input;
import org.gradsmith.foreign.Parameter.Scalar;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * A C function that is called for each element, with numbers.
 *
 * <p>Its handle is joined with those that read its arguments and that write what it returns, into
 * one that takes a place in memory, so that no number is boxed on the way.
 */
final class FunctionOfElements implements Body {
  /** Takes the memory of all parameters with that of the result at the end, and an index. */
  private static final MethodType STEP = methodType(void.class, MemorySegment[].class, long.class);

  private final Symbol symbol;
  private final Signature signature;
  private final Once<MethodHandle> step = Once.of(this::link);

  /**
   * @throws IllegalArgumentException if a parameter cannot be passed by value, or there is no input
   */
  FunctionOfElements(Symbol symbol, Signature signature) {
    this.symbol = symbol;
    this.signature = signature;
    signature.parameters().forEach(this::layout);
    layout(signature.result());
    if (signature.inputs().isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is declared without an input, so there are no elements to call it for"
              .formatted(symbol.name()));
    }
  }

  private ValueLayout layout(Parameter parameter) {
    return switch (parameter) {
      case Input input -> layout(input.dtype());
      case Scalar scalar -> scalar.type().layout();
      default ->
          throw new IllegalArgumentException(
              "'%s' is called for each element, so its parameters are inputs and scalars, not %s"
                  .formatted(symbol.name(), parameter));
    };
  }

  private ValueLayout layout(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> ValueLayout.JAVA_FLOAT;
      case FLOAT64 -> ValueLayout.JAVA_DOUBLE;
      case INT32 -> ValueLayout.JAVA_INT;
      case INT64 -> ValueLayout.JAVA_LONG;
      default ->
          throw new IllegalArgumentException(
              "'%s' is called for each element, which is a float32, float64, int32 or int64, not a %s"
                  .formatted(symbol.name(), dtype));
    };
  }

  /** The shape of all inputs, which is one. */
  static long[] shape(String name, Operands operands) {
    long[] shape = operands.input(0).shape();
    for (int i = 1; i < operands.inputs().size(); i++) {
      long[] other = operands.input(i).shape();
      if (!Arrays.equals(shape, other)) {
        throw new ShapeException(
            "'%s' is called for each element, but input 0 has the shape %s and input %d the shape %s; expand them to one shape first"
                .formatted(name, Arrays.toString(shape), i, Arrays.toString(other)));
      }
    }
    return shape;
  }

  @Override
  public void run(Operands operands, Tensor result) {
    MemorySegment[] memory = new MemorySegment[signature.parameters().size() + 1];
    var inputs = operands.inputs().iterator();
    var scalars = operands.scalars().iterator();
    for (int i = 0; i < memory.length - 1; i++) {
      memory[i] =
          signature.parameters().get(i) instanceof Input
              ? inputs.next().segment()
              : single(scalars.next());
    }
    memory[memory.length - 1] = result.segment();
    try {
      MethodHandle each = step.get();
      long count = result.numel();
      for (long i = 0; i < count; i++) {
        each.invokeExact(memory, i);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ForeignException("'%s' cannot be called: %s".formatted(symbol.name(), e), e);
    } finally {
      Reference.reachabilityFence(operands);
      Reference.reachabilityFence(result);
    }
  }

  /** A number as memory, which is read again for each element. */
  private static MemorySegment single(Number number) {
    return switch (number) {
      case Integer value -> MemorySegment.ofArray(new int[] {value});
      case Long value -> MemorySegment.ofArray(new long[] {value});
      case Float value -> MemorySegment.ofArray(new float[] {value});
      default -> MemorySegment.ofArray(new double[] {number.doubleValue()});
    };
  }

  private MethodHandle link() {
    int count = signature.parameters().size();
    ValueLayout[] layouts =
        signature.parameters().stream().map(this::layout).toArray(ValueLayout[]::new);
    ValueLayout returned = layout(signature.result());
    MethodHandle joined = symbol.link(FunctionDescriptor.of(returned, (MemoryLayout[]) layouts));
    for (int i = count - 1; i >= 0; i--) {
      joined = MethodHandles.collectArguments(joined, i, reader(i, layouts[i]));
    }
    MethodHandle write = access(VarHandle.AccessMode.SET, count, returned);
    joined = MethodHandles.collectArguments(write, 2, joined);
    int[] order = new int[joined.type().parameterCount()];
    Arrays.setAll(order, i -> i % STEP.parameterCount());
    return MethodHandles.permuteArguments(joined, STEP, order);
  }

  /** Reads the argument of a parameter: that of an element, or the one of all. */
  private MethodHandle reader(int parameter, ValueLayout layout) {
    MethodHandle read = access(VarHandle.AccessMode.GET, parameter, layout);
    return signature.parameters().get(parameter) instanceof Input
        ? read
        : MethodHandles.dropArguments(MethodHandles.insertArguments(read, 1, 0L), 1, long.class);
  }

  /** Reads or writes one of several memories, at an index. */
  private static MethodHandle access(VarHandle.AccessMode mode, int place, ValueLayout layout) {
    MethodHandle access =
        MethodHandles.insertArguments(
            layout.arrayElementVarHandle().toMethodHandle(mode), 1, 0L); // the offset
    MethodHandle memory =
        MethodHandles.insertArguments(
            MethodHandles.arrayElementGetter(MemorySegment[].class), 1, place);
    return MethodHandles.filterArguments(access, 0, memory);
  }
}
