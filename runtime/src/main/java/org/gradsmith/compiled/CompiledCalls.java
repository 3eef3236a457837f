/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.compiled.Companion.Fresh;
import org.gradsmith.compiled.Companion.Structured;
import org.gradsmith.compiled.Companion.Unusable;
import org.gradsmith.compiled.Companions.Declaration;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a module's {@code forward}: the user's own body or the generated code, as {@link Mode} and
 * the state of the generated class say.
 */
public final class CompiledCalls {
  private CompiledCalls() {}

  /**
   * Calls {@code forward}, whose declaration is looked up.
   *
   * @param self the module
   * @param eager the user's own body: {@code self::forward}
   * @param x its argument
   */
  public static Tensor call(Object self, UnaryOperator<Tensor> eager, Tensor x) {
    if (Mode.current() == Mode.OFF) {
      return eager.apply(x);
    }
    Declaration declaration = Companions.declarationOf(self.getClass());
    return call(self, declaration.declaringClass(), declaration.annotated(), eager, x);
  }

  /**
   * Calls {@code forward}.
   *
   * @param self the module
   * @param declaringClass the class whose body {@code forward} is
   * @param annotated whether it is {@code @Differentiable}
   * @param eager the user's own body: {@code self::forward}
   * @param x its argument
   */
  public static Tensor call(
      Object self,
      Class<?> declaringClass,
      boolean annotated,
      UnaryOperator<Tensor> eager,
      Tensor x) {
    Mode mode = Mode.current();
    if (mode == Mode.OFF || Batches.isWithinVmap(x) || ForwardMode.isActive()) {
      return eager.apply(x); // its ops give batches and tangents on
    }
    if (!annotated) {
      if (mode == Mode.REQUIRE) {
        throw unannotated(nameIn(declaringClass));
      }
      return eager.apply(x);
    }
    return switch (Companions.of(declaringClass)) {
      case Unusable unusable -> throw unusable(nameIn(declaringClass), unusable);
      case Fresh fresh when mode == Mode.VERIFY ->
          Verification.run(fresh.name(), self, eager, x, v -> compiled(fresh, self, eager, x, v));
      case Fresh fresh -> compiled(fresh, self, eager, x, null);
      case Structured _ when !GradMode.isEnabled() -> eager.apply(x);
      case Structured structured -> {
        String name = nameIn(declaringClass);
        yield mode == Mode.VERIFY
            ? Verification.run(
                name, self, eager, x, verify -> structured(name, structured, verify, self, x))
            : structured(name, structured, null, self, x);
      }
    };
  }

  private static String nameIn(Class<?> declaringClass) {
    return declaringClass.getName() + ".forward";
  }

  private static Tensor structured(
      String name,
      Structured structured,
      @Nullable Verification verification,
      Object self,
      Tensor x) {
    Object result = StructuredCalls.record(name, structured.sweep(), verification, self, x);
    return (Tensor) Objects.requireNonNull(result);
  }

  /**
   * Calls a {@code forward} of several arguments.
   *
   * @param eager the user's own body
   */
  @SuppressWarnings("unchecked") // the generated code returns what forward returns
  public static <R> R callAll(Object self, Supplier<R> eager, @Nullable Object... arguments) {
    Mode mode = Mode.current();
    if (mode == Mode.OFF || ForwardMode.isActive()) {
      return eager.get(); // its ops give tangents on
    }
    Method forward = SweepClasses.forwardOf(self.getClass(), arguments.length);
    String name = nameIn(forward.getDeclaringClass());
    if (!forward.isAnnotationPresent(Differentiable.class)) {
      if (mode == Mode.REQUIRE) {
        throw unannotated(name);
      }
      return eager.get();
    }
    Class<? extends Sweep> sweep = SweepClasses.find(forward);
    if (!GradMode.isEnabled()) {
      return eager.get();
    }
    @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
    all[0] = self;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    R result = (R) Objects.requireNonNull(StructuredCalls.record(name, sweep, null, all));
    if (mode == Mode.VERIFY) {
      try (var _ = Mode.OFF.scope();
          var _ = Autograd.noGrad()) {
        if (result instanceof Tensor tensor && eager.get() instanceof Tensor expected) {
          Comparison.require(name, "the result", tensor, expected);
        }
      }
    }
    return result;
  }

  static CompiledException unusable(String name, Unusable unusable) {
    return new CompiledException(
        "%s is annotated @Differentiable, but %s.%n%s"
            .formatted(name, unusable.reason(), BuildLines.text()),
        unusable.cause());
  }

  static CompiledException unannotated(String name) {
    return new CompiledException(
        "%s is not annotated @Differentiable, and -D%s=require asks for generated code everywhere; annotate it, or use the mode 'on'"
            .formatted(name, Mode.PROPERTY));
  }

  private static Tensor compiled(
      Fresh fresh,
      Object self,
      UnaryOperator<Tensor> eager,
      Tensor x,
      @Nullable Verification verification) {
    try {
      CompiledCall call = begin(fresh.forward(), self, x);
      List<@Nullable Tensor> operands = call.operands();
      if (ForwardMode.isActive() || Batches.isActive()) {
        ForwardMode.refuse("the compiled form of " + fresh.name(), operands);
        Batches.refuse("the compiled form of " + fresh.name(), operands);
      }
      if (!GradMode.isEnabled()) {
        return evaluate(call, operands, () -> eager.apply(x));
      }
      Needs needs = Needs.of(call, operands);
      if (needs.isEmpty() && !call.callsModules()) {
        return evaluate(call, operands, () -> eager.apply(x));
      }
      List<@Nullable OperandInfo> infos = OperandInfo.of(call.operandNames(), operands, needs);
      Tensor y = record(call, needs, operands);
      @Nullable Edge[] edges = edges(infos, call.freeEdges());
      if (y.dtype().isFloating() && hasEdge(edges)) {
        Node node =
            new CompiledNode(fresh.name(), fresh.lines(), call, needs, infos, edges, verification);
        y.computedBy(node, 0);
      }
      return y;
    } catch (TensorException e) {
      throw fresh.lines().addTo(e);
    }
  }

  /** The result as a tensor that nobody else holds; an operand that is returned becomes a view. */
  static Tensor record(CompiledCall call, Needs needs, List<@Nullable Tensor> operands) {
    call.startRecording();
    try (var _ = Autograd.noGrad()) {
      Tensor y;
      try {
        y = call.record(needs);
      } catch (RuntimeException | Error e) {
        call.free();
        throw e;
      }
      return y.requiresGrad() || isOneOf(operands, y) ? Primitives.expand(y, y.shape()) : y;
    }
  }

  /**
   * Computes the result and keeps nothing: by the user's own body where no operand is a floating
   * tensor, for kernels compute in floating point.
   */
  static Tensor evaluate(
      CompiledCall call, List<@Nullable Tensor> operands, Supplier<Tensor> eager) {
    for (Tensor operand : operands) {
      if (operand != null && operand.dtype().isFloating()) {
        return call.evaluate();
      }
    }
    return call.callsModules() ? call.evaluate() : eager.get();
  }

  private static boolean isOneOf(List<@Nullable Tensor> tensors, Tensor tensor) {
    for (Tensor other : tensors) {
      if (other == tensor) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasEdge(@Nullable Edge[] edges) {
    for (Edge edge : edges) {
      if (edge != null) {
        return true;
      }
    }
    return false;
  }

  /** Edges of the operands in need of a gradient, then the free edges of nested calls. */
  private static @Nullable Edge[] edges(
      List<@Nullable OperandInfo> operands, List<Edge> freeEdges) {
    @Nullable Edge[] edges = new @Nullable Edge[operands.size() + freeEdges.size()];
    for (int i = 0; i < operands.size(); i++) {
      OperandInfo operand = operands.get(i);
      edges[i] = operand == null ? null : operand.edge();
    }
    for (int i = 0; i < freeEdges.size(); i++) {
      edges[operands.size() + i] = freeEdges.get(i);
    }
    return edges;
  }

  /** The companion was found by the class that declares the module's forward. */
  @SuppressWarnings("unchecked")
  static <M> CompiledCall begin(CompiledForward<M> forward, Object self, Tensor x) {
    M module = (M) self;
    return forward.inlined(module)
        ? forward.begin(module, x)
        : forward.beginThroughModules(module, x);
  }
}
