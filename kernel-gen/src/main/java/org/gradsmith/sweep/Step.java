/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.kernel.FusedPlan;

/** One step of a sweep. */
public sealed interface Step {
  /** The place in the user's source the step belongs to. */
  Span span();

  /** Tensors whose elements the step reads. */
  List<Value> reads();

  /** Tensors the step makes. */
  List<Value> makes();

  /** Attributes the step evaluates. */
  List<Attr> attributes();

  /**
   * Runs an op of the table.
   *
   * @param origin name of the op in the user's method that the step belongs to: itself in a forward
   *     sweep
   */
  record Compute(Node.Apply node, String origin) implements Step {
    @Override
    public Span span() {
      return node.span();
    }

    @Override
    public List<Value> reads() {
      return node.operands();
    }

    @Override
    public List<Value> makes() {
      return node.results();
    }

    @Override
    public List<Attr> attributes() {
      return node.attributes();
    }
  }

  /**
   * Runs a fused kernel.
   *
   * @param plan the kernel
   * @param dim the dimension that channel inputs and outputs lie along; of a kernel over rows, the
   *     rows'
   * @param targets the shape of each {@code sumTo} output of the plan, in their order
   */
  record RunKernel(
      FusedPlan plan,
      Attr dim,
      List<Attr> targets,
      List<Value> inputs,
      List<Value> outputs,
      Span span)
      implements Step {
    /** The step with another kernel. */
    public RunKernel with(FusedPlan other) {
      return new RunKernel(other, dim, targets, inputs, outputs, span);
    }

    @Override
    public List<Value> reads() {
      return inputs;
    }

    @Override
    public List<Value> makes() {
      return outputs;
    }

    @Override
    public List<Attr> attributes() {
      return Stream.concat(Stream.of(dim), targets.stream()).toList();
    }
  }

  /** Calls a module in the forward sweep. */
  record CallModule(Node.CallModule call) implements Step {
    @Override
    public Span span() {
      return call.span();
    }

    @Override
    public List<Value> reads() {
      return call.operands();
    }

    @Override
    public List<Value> makes() {
      return List.of(call.result());
    }

    @Override
    public List<Attr> attributes() {
      return List.of();
    }
  }

  /** Runs the reverse sweep of a module that the forward sweep called. */
  record ReverseModule(Node.CallModule call, Value cotangent, Value operandCotangent)
      implements Step {
    @Override
    public Span span() {
      return call.span();
    }

    @Override
    public List<Value> reads() {
      return List.of(cotangent);
    }

    @Override
    public List<Value> makes() {
      return List.of(operandCotangent);
    }

    @Override
    public List<Attr> attributes() {
      return List.of();
    }
  }

  /** Adds to the gradient of an operand of the whole method. */
  record Contribute(int operand, Value gradient, Span span) implements Step {
    @Override
    public List<Value> reads() {
      return List.of(gradient);
    }

    @Override
    public List<Value> makes() {
      return List.of();
    }

    @Override
    public List<Attr> attributes() {
      return List.of();
    }
  }

  /** Tensors of which the step reads the size or the shape only. */
  default List<Value> shapesRead() {
    return attributes().stream().flatMap(Step::shapesRead).distinct().toList();
  }

  /** Tensors of which an attribute reads the size or the shape. */
  static Stream<Value> shapesRead(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal _, Attr.Number _, Attr.Read _, Attr.Parameter _ -> Stream.empty();
      case Attr.SizeOf s -> Stream.of(s.tensor());
      case Attr.ShapeOf s -> Stream.of(s.tensor());
      case Attr.BroadcastOf b -> b.tensors().stream();
      case Attr.Arithmetic a -> Stream.concat(shapesRead(a.left()), shapesRead(a.right()));
      case Attr.Sizes s -> s.sizes().stream().flatMap(Step::shapesRead);
    };
  }

  /** The {@code int} members the attributes read. */
  default List<Attr.Read> membersRead() {
    List<Attr.Read> reads = new ArrayList<>();
    attributes().forEach(a -> collect(a, reads));
    return reads;
  }

  private static void collect(Attr attribute, List<Attr.Read> reads) {
    switch (attribute) {
      case Attr.Read r -> reads.add(r);
      case Attr.Arithmetic a -> {
        collect(a.left(), reads);
        collect(a.right(), reads);
      }
      case Attr.Sizes s -> s.sizes().forEach(size -> collect(size, reads));
      case Attr.Literal _,
          Attr.Number _,
          Attr.SizeOf _,
          Attr.ShapeOf _,
          Attr.BroadcastOf _,
          Attr.Parameter _ -> {}
    }
  }
}
