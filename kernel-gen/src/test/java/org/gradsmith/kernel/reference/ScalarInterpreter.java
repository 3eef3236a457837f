/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.FloatFunctions;

/**
 * What an expression means: step by step in Java's arithmetic of the dtype. Values are boxed Float,
 * Double, Integer or Long, as the dtype says.
 *
 * @param dtype what is computed in
 * @param operands already converted to the dtype
 * @param attributes the numbers given at the call
 * @param inSteps whether functions are computed by their programs; otherwise they are those of the
 *     library, rounded once
 */
public record ScalarInterpreter(
    DType dtype, List<Number> operands, List<Double> attributes, boolean inSteps) {
  private static final ConcurrentHashMap<Enum<?>, Method> FOUND = new ConcurrentHashMap<>();

  /** The value of an expression. */
  public Number evaluate(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Operand(int index) -> operands.get(index);
      case Scalar.Attribute(int index) -> convert(attributes.get(index), dtype);
      case Scalar.Constant(double value) -> convert(value, dtype);
      case Scalar.Unary(UnaryFunction function, Scalar x) -> unary(function, evaluate(x));
      case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) ->
          binary(function, evaluate(x), evaluate(y));
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          evaluate(less(evaluate(left), evaluate(right)) ? then : otherwise);
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          evaluate(equal(evaluate(left), evaluate(right)) ? then : otherwise);
    };
  }

  /** The values of the roots of a graph; what is shared is computed once. For floating dtypes. */
  public List<Number> evaluate(ScalarGraph graph) {
    List<Number> values = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      List<Scalar> arguments =
          step.arguments().stream().map(i -> Scalar.constant(values.get(i).doubleValue())).toList();
      values.add(evaluate(ScalarGraph.withArguments(step.scalar(), arguments)));
    }
    return graph.roots().stream().map(values::get).toList();
  }

  /** A number in the dtype, by Java's casts. */
  public static Number convert(Number value, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> value.floatValue();
      case FLOAT64 -> value.doubleValue();
      case INT32 -> value.intValue();
      case INT64 -> value.longValue();
      default -> throw new IllegalArgumentException(dtype.toString());
    };
  }

  private Number unary(UnaryFunction function, Number x) {
    if (function == UnaryFunction.NEG) {
      return switch (x) {
        case Float f -> -f;
        case Double d -> -d;
        case Integer i -> -i;
        default -> -x.longValue();
      };
    }
    if (!dtype.isFloating() && function.keepsIntegers()) {
      return x;
    }
    if (!dtype.isFloating() && function == UnaryFunction.ABS) {
      return convert(
          dtype == DType.INT32 ? Math.abs(x.intValue()) : Math.abs(x.longValue()), dtype);
    }
    double wide = x.doubleValue();
    LaneInterpreter lanes = new LaneInterpreter(dtype);
    return convert(
        inSteps && lanes.has(function) ? lanes.evaluate(function, wide) : library(function, wide),
        dtype);
  }

  /** The value of a function by the library. */
  public static double library(UnaryFunction function, double x) {
    return named(function, x);
  }

  /** The value of a function of float32 by its program. */
  public static float inSteps(UnaryFunction function, float x) {
    return (float) new LaneInterpreter(DType.FLOAT32).evaluate(function, x);
  }

  /** The library function of that name; the conformance data has its values. */
  private static double named(Enum<?> function, Object... arguments) {
    try {
      return (double)
          FOUND
              .computeIfAbsent(function, _ -> find(function, arguments.length))
              .invoke(null, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method find(Enum<?> function, int arguments) {
    String name = function.name().toLowerCase(Locale.ROOT);
    Class<?>[] types = Collections.nCopies(arguments, double.class).toArray(Class<?>[]::new);
    for (Class<?> owner : List.of(FloatFunctions.class, Math.class)) {
      try {
        return owner.getMethod(name, types);
      } catch (NoSuchMethodException _) {
        // it is the other one's
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static boolean equal(Number x, Number y) {
    return switch (x) {
      case Float f -> f == y.floatValue();
      case Double d -> d == y.doubleValue();
      default -> x.longValue() == y.longValue();
    };
  }

  private static boolean less(Number x, Number y) {
    return switch (x) {
      case Float f -> f < y.floatValue();
      case Double d -> d < y.doubleValue();
      default -> x.longValue() < y.longValue();
    };
  }

  private static Number binary(BinaryFunction function, Number x, Number y) {
    return switch (x) {
      case Float f -> single(function, f, y.floatValue());
      case Double d -> twice(function, d, y.doubleValue());
      case Integer i -> (int) integer(function, i, y.intValue());
      default -> integer(function, x.longValue(), y.longValue());
    };
  }

  private static float single(BinaryFunction function, float x, float y) {
    return switch (function) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      default -> (float) named(function, (double) x, (double) y);
    };
  }

  private static double twice(BinaryFunction function, double x, double y) {
    return switch (function) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      default -> named(function, x, y);
    };
  }

  /** Exact for int too: the low 32 bits of the result depend on those of the operands only. */
  private static long integer(BinaryFunction function, long x, long y) {
    return switch (function) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> throw new IllegalArgumentException("no division of integers");
      default -> throw new IllegalArgumentException(function.name());
    };
  }
}
