/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.ShapeCall;
import org.gradsmith.ir.op.ShapeMismatch;
import org.gradsmith.ir.op.UnknownShape;

/**
 * Follows shapes through a method by the table's own rules. It proves a mismatch or stays silent:
 * what is not known before run time makes everything that depends on it unknown.
 */
public final class ShapeInference {
  private final SymbolicDims dims;
  private final Map<Value, List<Dim>> shapes = new HashMap<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final ShapeFacts facts;
  private final Map<Value, Value> origins = new HashMap<>();

  /**
   * What was found.
   *
   * @param shapes the shapes that are known
   * @param origins values of the same shape, as early as there are, whatever the shape is
   * @param mismatches ops that cannot work, in source order
   */
  public record Result(
      Map<Value, List<Dim>> shapes, Map<Value, Value> origins, List<Mismatch> mismatches) {
    /** Whether two values have the same shape for sure. */
    public boolean sameShape(Value a, Value b) {
      List<Dim> shape = shapes.get(a);
      return shape == null
          ? origins.getOrDefault(a, a).equals(origins.getOrDefault(b, b))
          : shape.equals(shapes.get(b));
    }
  }

  private ShapeInference(ShapeFacts facts, String prefix) {
    this.facts = facts;
    this.dims = new SymbolicDims(prefix);
  }

  /** Infers the shapes of all values of a method. */
  public static Result infer(Method method, ShapeFacts facts) {
    ShapeInference inference = new ShapeInference(facts, "?");
    for (int i = 0; i < method.parameters().size(); i++) {
      inference.define(method.parameters().get(i), facts.parameter(i));
    }
    method.body().forEach(inference::visit);
    return new Result(
        Map.copyOf(inference.shapes),
        Map.copyOf(inference.origins),
        List.copyOf(inference.mismatches));
  }

  /**
   * Goes on with the ops of a reverse sweep.
   *
   * @param known the shapes of what they read from elsewhere
   * @return those shapes and the shapes of what the ops make, as far as they are known
   */
  public static Map<Value, List<Dim>> inReverse(
      Map<Value, List<Dim>> known, List<Node.Apply> ops, ShapeFacts facts) {
    ShapeInference inference = new ShapeInference(facts, "?r");
    inference.shapes.putAll(known);
    for (Node.Apply op : ops) {
      if (!inference.shapes.containsKey(op.results().getFirst())) {
        inference.visitApply(op);
      }
    }
    return Map.copyOf(inference.shapes);
  }

  /**
   * The shapes of an op's results, as far as what is known of its call decides them.
   *
   * @param unknown what the names of sizes that the rule cannot tell begin with
   */
  public static Optional<List<List<Dim>>> results(Op op, ShapeCall<Dim> call, String unknown) {
    try {
      return Optional.of(op.shapeRule().infer(new SymbolicDims(unknown), call));
    } catch (UnknownShape | ShapeMismatch _) {
      return Optional.empty(); // it fails when it runs, if it does, and says so
    }
  }

  private void define(Value value, Optional<List<Dim>> shape) {
    shape.ifPresent(s -> shapes.put(value, s));
  }

  private void visit(Node node) {
    switch (node) {
      case Node.Read read -> define(read.result(), facts.shape(read.object(), read.member()));
      case Node.Apply apply -> visitApply(apply);
      case Node.CallModule _ -> {}
    }
  }

  private void visitApply(Node.Apply apply) {
    if (keepsShape(apply)) {
      origins.put(apply.results().getFirst(), origin(apply.operands().getFirst()));
    }
    try {
      List<List<Dim>> results = apply.op().shapeRule().infer(dims, new AppliedShapes(apply));
      for (int i = 0; i < apply.results().size(); i++) {
        shapes.put(apply.results().get(i), results.get(Math.min(i, results.size() - 1)));
      }
    } catch (UnknownShape _) {
      // not known before run time: the results stay unknown
    } catch (ShapeMismatch mismatch) {
      mismatches.add(new Mismatch(apply, mismatch.reason(), describe(apply.operands())));
    }
  }

  /** Whether the result has the shape of the first operand, for all operands have one shape. */
  private boolean keepsShape(Node.Apply apply) {
    Value first = origin(apply.operands().getFirst());
    return apply.op().isElementwise()
        && apply.operands().stream().allMatch(operand -> origin(operand).equals(first));
  }

  private Value origin(Value value) {
    return origins.getOrDefault(value, value);
  }

  private List<String> describe(List<Value> operands) {
    return operands.stream()
        .filter(shapes::containsKey)
        .map(v -> "'" + v + "' is " + text(shapes.getOrDefault(v, List.of())))
        .toList();
  }

  private static String text(List<Dim> shape) {
    return "(" + String.join(", ", shape.stream().map(Dim::toString).toList()) + ")";
  }

  private Dim evaluate(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal l -> Dim.of(l.value());
      case Attr.SizeOf s -> sizeOf(s);
      case Attr.Read r -> facts.value(r.object(), r.member()).orElseThrow(UnknownShape::new);
      case Attr.Arithmetic a -> arithmetic(a);
      case Attr.Number _, Attr.Sizes _, Attr.ShapeOf _, Attr.BroadcastOf _, Attr.Parameter _ ->
          throw new UnknownShape();
    };
  }

  private Dim sizeOf(Attr.SizeOf size) {
    List<Dim> shape = known(size.tensor());
    int dim = size.dim() < 0 ? size.dim() + shape.size() : size.dim();
    if (dim < 0 || dim >= shape.size()) {
      throw new UnknownShape(); // the call of size itself fails at run time
    }
    return shape.get(dim);
  }

  private Dim arithmetic(Attr.Arithmetic a) {
    Dim left = evaluate(a.left());
    Dim right = evaluate(a.right());
    return switch (a.operator()) {
      case PLUS -> left.plus(right);
      case MINUS -> left.plus(right.times(Dim.of(-1)));
      case TIMES -> left.times(right);
      case DIVIDE -> exactQuotient(left, right);
      case REMAINDER -> throw new UnknownShape();
    };
  }

  /** Java rounds towards zero, sizes are not negative: the same wherever both are sizes. */
  private static Dim exactQuotient(Dim left, Dim right) {
    if (right.value().isPresent() && right.value().getAsLong() <= 0) {
      throw new UnknownShape();
    }
    return left.floorDivide(right);
  }

  private List<Dim> known(Value value) {
    List<Dim> shape = shapes.get(value);
    if (shape == null) {
      throw new UnknownShape();
    }
    return shape;
  }

  /** The shape rule's view of one op of the method. */
  private final class AppliedShapes implements ShapeCall<Dim> {
    private final Node.Apply apply;

    AppliedShapes(Node.Apply apply) {
      this.apply = apply;
    }

    @Override
    public List<Dim> operand(int index) {
      return known(apply.operands().get(index));
    }

    @Override
    public int operandCount() {
      return apply.operands().size();
    }

    /** An optional operand of unknown shape may be absent. */
    @Override
    public boolean present(int index) {
      Value value = apply.operands().get(index);
      return !value.isOptional() || shapes.containsKey(value);
    }

    @Override
    public Dim size(int index) {
      try {
        return evaluate(apply.attributes().get(index));
      } catch (UnknownShape _) {
        return dims.unknown();
      }
    }

    @Override
    public long constant(int index) {
      return evaluate(apply.attributes().get(index)).value().orElseThrow(UnknownShape::new);
    }

    @Override
    public List<Dim> sizes(int index) {
      return switch (apply.attributes().get(index)) {
        case Attr.Sizes s -> s.sizes().stream().map(this::sizeOrUnknown).toList();
        case Attr.ShapeOf s -> known(s.tensor());
        case Attr.Literal _,
            Attr.Number _,
            Attr.SizeOf _,
            Attr.Read _,
            Attr.Arithmetic _,
            Attr.BroadcastOf _, // of sweeps only
            Attr.Parameter _ ->
            throw new UnknownShape();
      };
    }

    private Dim sizeOrUnknown(Attr attribute) {
      try {
        return evaluate(attribute);
      } catch (UnknownShape _) {
        return dims.unknown();
      }
    }
  }
}
