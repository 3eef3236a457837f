/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.processor.shape.Dim;

/**
 * Sizes of tensors as polynomials in the sizes that are known by name. Where nothing is known of a
 * shape, {@code |name|} stands for the number of elements. Operands count as float32; what follows
 * from that by the table's rules (indices, masks) has its own dtype.
 */
public final class TensorSizes {
  private final Map<Value, List<Dim>> shapes;
  private final Map<Value, DType> dtypes = new HashMap<>();
  private final Map<Value, Value> bases = new HashMap<>();

  /** Views whose elements repeat those of what they show. */
  private final Set<Value> expanded = new HashSet<>();

  private final Map<Value, Value> alike = new HashMap<>();

  /**
   * @param shapes the shapes that are known
   * @param ops all ops that make the tensors, in order of execution
   */
  public TensorSizes(Map<Value, List<Dim>> shapes, List<Node.Apply> ops) {
    this(shapes, ops, Map.of());
  }

  /**
   * @param shapes the shapes that are known
   * @param ops all ops that make the tensors, in order of execution
   * @param alike tensors by one of the same shape, other than what follows from the ops
   */
  public TensorSizes(Map<Value, List<Dim>> shapes, List<Node.Apply> ops, Map<Value, Value> alike) {
    this.shapes = Map.copyOf(shapes);
    this.alike.putAll(alike);
    for (Node.Apply op : ops) {
      sameShape(op).ifPresent(m -> this.alike.putIfAbsent(op.results().getFirst(), m));
      for (int i = 0; i < op.results().size(); i++) {
        dtypes.put(op.results().get(i), result(op, op.op().results().get(i)));
      }
      if (isView(op.op())) {
        bases.put(op.results().getFirst(), memory(op.operands().getFirst()));
        if (op.op() == Views.EXPAND || op.op() == Views.EXPAND_DIM) {
          expanded.add(op.results().getFirst());
        }
      }
    }
  }

  /**
   * A tensor that has the shape of the op's first result for sure, though nobody knows the shape.
   */
  private Optional<Value> sameShape(Node.Apply op) {
    if (op.op() == Reductions.SUM_TO || op.op() == Views.EXPAND_DIM || op.op() == Views.EXPAND) {
      return op.attributes().stream()
          .filter(Attr.ShapeOf.class::isInstance)
          .map(a -> model(((Attr.ShapeOf) a).tensor()))
          .findFirst();
    }
    boolean isLikeFirst =
        op.op() == Pointwise.MASK_POSITIVE
            || op.op() == Pointwise.ADD_BIAS
            || op.op()
                .rows()
                .filter(rows -> rows.results().getFirst().target() == Target.FULL)
                .isPresent()
            || (op.op().isElementwise()
                && op.operands().stream().map(this::model).distinct().count() == 1);
    return isLikeFirst ? Optional.of(model(op.operands().getFirst())) : Optional.empty();
  }

  /** Of the tensors that are known to have one shape, the first. */
  private Value model(Value tensor) {
    Value other = alike.get(tensor);
    return other == null ? tensor : model(other);
  }

  /**
   * Whether an op moves nothing: it makes a view, or a sum of which it is known that it has none.
   */
  boolean isFree(Node.Apply apply) {
    return apply.op() == Reductions.SUM_TO
        ? isSameShape(apply.operands().getFirst(), apply.results().getFirst())
        : isView(apply.op());
  }

  private boolean isSameShape(Value a, Value b) {
    List<Dim> shape = shapes.get(a);
    return shape == null ? model(a).equals(model(b)) : shape.equals(shapes.get(b));
  }

  private DType result(Node.Apply op, DTypeRule rule) {
    return switch (rule) {
      case INT32 -> DType.INT32;
      case INT64 -> DType.INT64;
      case BOOL -> DType.BOOL;
      case FIRST -> op.operands().isEmpty() ? DType.FLOAT32 : dtype(op.operands().getFirst());
      case PROMOTE, PROMOTE_UNLESS_BOOL, PROMOTE_WITHOUT_BOOL -> widest(op);
      case PROMOTE_SUM -> widest(op).isFloating() ? DType.FLOAT32 : DType.INT64;
      case PROMOTE_FLOAT, GIVEN -> DType.FLOAT32;
    };
  }

  /** Of float32 and the dtypes that the table makes: a float if there is one, else the widest. */
  private DType widest(Node.Apply op) {
    return op.operands().stream()
        .map(this::dtype)
        .reduce(
            (a, b) -> a.isFloating() || (!b.isFloating() && a.byteSize() >= b.byteSize()) ? a : b)
        .orElse(DType.FLOAT32);
  }

  private DType dtype(Value tensor) {
    return dtypes.getOrDefault(tensor, DType.FLOAT32);
  }

  /**
   * Whether the result of an op shows the memory of its first operand; a sum may have to be made.
   */
  static boolean isView(Op op) {
    return op.isView() && op != Reductions.SUM_TO;
  }

  /** The tensor whose memory a view shows; of all others, themselves. */
  public Value memory(Value tensor) {
    return bases.getOrDefault(tensor, tensor);
  }

  /** The number of elements. */
  public Dim elements(Value tensor) {
    List<Dim> shape = shapes.get(tensor);
    return shape == null
        ? Dim.named("|" + model(tensor).name() + "|")
        : shape.stream().reduce(Dim.of(1), Dim::times).multipliedOut();
  }

  /** The size along a dimension, counted from the end if negative; a name where it is not known. */
  public Dim size(Value tensor, int dim) {
    List<Dim> shape = shapes.get(tensor);
    int index = shape == null || dim >= 0 ? dim : dim + shape.size();
    return shape == null || index < 0 || index >= shape.size()
        ? Dim.named(tensor.name() + ".size(" + dim + ")")
        : shape.get(index);
  }

  /** The bytes that a kernel or op reads of a tensor: of an expanded one, those in memory. */
  Dim bytesRead(Value tensor) {
    return expanded.contains(tensor) ? bytes(memory(tensor)) : bytes(tensor);
  }

  /** The bytes of the elements. */
  public Dim bytes(Value tensor) {
    return elements(tensor).times(Dim.of(dtype(tensor).byteSize()));
  }
}
