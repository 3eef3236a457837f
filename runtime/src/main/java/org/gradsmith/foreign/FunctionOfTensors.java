/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import org.gradsmith.compiled.Once;
import org.gradsmith.foreign.Parameter.Elements;
import org.gradsmith.foreign.Parameter.Input;
import org.gradsmith.foreign.Parameter.Result;
import org.gradsmith.foreign.Parameter.Scalar;
import org.gradsmith.foreign.Parameter.Size;
import org.gradsmith.tensor.Tensor;

/** A C function that is called once, with the addresses of tensors. */
final class FunctionOfTensors implements Body {
  private final Symbol symbol;
  private final Signature signature;
  private final boolean status;
  private final Once<MethodHandle> handle = Once.of(this::link);

  FunctionOfTensors(Symbol symbol, Signature signature, boolean status) {
    this.symbol = symbol;
    this.signature = signature;
    this.status = status;
  }

  @Override
  public void run(Operands operands, Tensor result) {
    Object[] arguments =
        signature.<Object>arguments(operands, result, Tensor::segment, number -> number).toArray();
    Object returned;
    try {
      returned = (Object) handle.get().invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ForeignException("'%s' cannot be called: %s".formatted(symbol.name(), e), e);
    } finally {
      Reference.reachabilityFence(operands);
      Reference.reachabilityFence(result);
    }
    if (status && returned instanceof Integer code && code != 0) {
      throw new ForeignException(
          "%s failed: it returned %d, and declares 0 as its success".formatted(signature, code));
    }
  }

  private MethodHandle link() {
    MemoryLayout[] layouts =
        signature.parameters().stream().map(FunctionOfTensors::layout).toArray(MemoryLayout[]::new);
    FunctionDescriptor descriptor =
        status
            ? FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts)
            : FunctionDescriptor.ofVoid(layouts);
    return symbol
        .link(descriptor)
        .asSpreader(Object[].class, layouts.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private static MemoryLayout layout(Parameter parameter) {
    return switch (parameter) {
      case Input _, Result _ -> ValueLayout.ADDRESS;
      case Elements elements -> elements.type().layout();
      case Size size -> size.type().layout();
      case Scalar scalar -> scalar.type().layout();
    };
  }
}
