/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An op whose values a C function or a CUDA kernel computes: {@link CFunction} and {@link
 * CudaKernel} make it. Calls are recorded like those of any op, and {@code @Differentiable} methods
 * call it as they are:
 *
 * <pre>{@code
 * private static final ForeignOp ERF =
 *     CFunction.of("erf")
 *         .elementwise(FLOAT64, input(FLOAT64))
 *         .withVjp((x, _, bar) -> List.of(x.input(0).square().neg().exp().mul(bar).mul(2 / Math.sqrt(Math.PI))));
 *
 * @Differentiable
 * static Tensor loss(Tensor x) {
 *   return ERF.call(x).square().sum();
 * }
 * }</pre>
 *
 * <p>Without a derivative it computes values, and a sweep through a call of it, in reverse or
 * forward, is an error. It has no batching rule.
 *
 * <p>It does not change: {@link #with} and {@link #withVjp} return another one. Several threads may
 * call it at once; a C function then runs on several threads at once, too.
 */
public final class ForeignOp {
  private final Signature signature;
  private final Body body;
  private final List<Number> scalars;
  private final @Nullable Vjp vjp;
  private final ForeignFunction function;

  ForeignOp(Signature signature, Body body) {
    this(signature, body, List.of(), null);
  }

  private ForeignOp(Signature signature, Body body, List<Number> scalars, @Nullable Vjp vjp) {
    this.signature = signature;
    this.body = body;
    this.scalars = scalars;
    this.vjp = vjp;
    this.function = new ForeignFunction(signature, body, scalars, vjp);
  }

  /** The name of the C function or of the kernel. */
  public String name() {
    return signature.name();
  }

  /** This op with a derivative. */
  public ForeignOp withVjp(Vjp derivative) {
    return new ForeignOp(signature, body, scalars, derivative);
  }

  /**
   * This op with values for its scalar parameters, in their order. They are constants: no gradient
   * flows into them.
   *
   * @throws ForeignException if there are more or fewer than parameters, or one does not fit its
   *     type
   */
  public ForeignOp with(Number... values) {
    List<ScalarType> types = signature.scalars();
    signature.requireScalars(values.length);
    List<Number> typed = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      typed.add(types.get(i).of(values[i], "scalar %d of '%s'".formatted(i, name())));
    }
    return new ForeignOp(signature, body, typed, vjp);
  }

  /**
   * Computes the result. Inputs of any strides are taken: the function sees their elements in
   * row-major order. Where the result has no elements, the function is not called.
   *
   * @param inputs one for each input parameter
   * @throws ForeignException if there are more or fewer, or scalars are missing; if the function
   *     cannot be found or the kernel not be compiled; if it needs a GPU, and there is none
   * @throws org.gradsmith.tensor.DTypeException if an input is not of the declared dtype
   * @throws org.gradsmith.tensor.ShapeException if an input does not have the declared rank, or the
   *     shape rule gives no shape
   */
  @Differentiable(order = 2)
  public Tensor call(Tensor... inputs) {
    return function.apply(inputs).getFirst();
  }

  /** {@code jn(int, float64) -> float64}. */
  @Override
  public String toString() {
    return signature.toString();
  }
}
