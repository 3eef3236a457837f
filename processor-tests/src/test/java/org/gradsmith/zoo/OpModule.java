/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradsmith.arch.ApiMethod;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/**
 * A module whose body calls one method of the API. The first operand is its argument, the others
 * are its parameters or, if they are integers, other fields.
 *
 * @param name the class's name
 * @param method the method
 * @param sample what it is called with
 * @param plain whether the operand is the argument itself, of known shape; otherwise it is a
 *     temporary whose shape is known at run time
 */
record OpModule(String name, ApiMethod method, Sample sample, boolean plain) {
  /** The module in Java. */
  String source() {
    int operands = sample.operands().size();
    String fields =
        IntStream.range(1, operands)
            .mapToObj("  private final Tensor p%d;\n"::formatted)
            .collect(Collectors.joining());
    String assignments =
        IntStream.range(1, operands)
            .mapToObj(i ->
                sample.operands().get(i).integer()
                    ? "    p%1$d = operands[%1$d];\n".formatted(i)
                    : "    p%1$d = parameter(operands[%1$d]);\n".formatted(i))
            .collect(Collectors.joining());
    return """
    package ops;

    import java.util.List;
    import org.gradsmith.annotation.Differentiable;
    import org.gradsmith.annotation.Shape;
    import org.gradsmith.nn.UnaryModule;
    import org.gradsmith.tensor.Tensor;

    public final class %s extends UnaryModule {
    %s
      public %s(Tensor[] operands) {
    %s  }

      @Differentiable
      @Override
      public Tensor forward(%sTensor x) {
        return %s;
      }
    }
    """
        .formatted(name, fields, name, assignments, plain ? shape() : "", call());
  }

  private String shape() {
    List<Long> sizes = sample.operands().getFirst().shape();
    return sizes.isEmpty()
        ? ""
        : sizes.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "@Shape(\"", "\") "));
  }

  private String call() {
    String temporary = sample.operands().getFirst().integer() ? "x.copy()" : "x.neg().neg()";
    List<String> operands = new ArrayList<>(List.of(plain ? "x" : temporary));
    IntStream.range(1, sample.operands().size()).forEach(i -> operands.add("p" + i));
    Iterator<String> rest = operands.iterator();
    Iterator<Object> attributes = sample.attributes().iterator();
    String owner =
        method.hasReceiver() ? rest.next() : method.method().getDeclaringClass().getName();
    List<String> arguments = new ArrayList<>();
    for (Class<?> type : method.method().getParameterTypes()) {
      if (type == List.class) {
        arguments.add("List.of(" + String.join(", ", operands) + ")");
      } else {
        arguments.add(ApiMethod.isTensors(type) ? rest.next() : text(type, attributes.next()));
      }
    }
    return "%s.%s(%s)".formatted(owner, method.method().getName(), String.join(", ", arguments));
  }

  private static String text(Class<?> type, Object value) {
    if (value instanceof List<?> sizes) {
      return sizes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    if (type == boolean.class) {
      return value.equals(1L) ? "true" : "false";
    }
    if (type.isEnum()) {
      int ordinal = Math.toIntExact((Long) value);
      return type.getName() + "." + type.getEnumConstants()[ordinal];
    }
    Number number = (Number) value;
    return type == int.class
        ? String.valueOf(number.intValue())
        : type == long.class ? number.longValue() + "L" : String.valueOf(number.doubleValue());
  }

  /** Compares calls of the module's class, with and without a gradient for the argument. */
  void check(Class<?> type) throws ReflectiveOperationException {
    Random random = new Random(method.toString().hashCode());
    Tensor[] operands =
        sample.operands().stream().map(input -> draw(input, random)).toArray(Tensor[]::new);
    if (method.row().startsWith("where")) { // a condition has dtype bool
      operands[0] = operands[0].to(DType.BOOL);
    }
    var net = (UnaryModule) type.getConstructor(Tensor[].class).newInstance((Object) operands);
    if (!sample.operands().getFirst().integer()) {
      Agreement.assertAgree(net, operands[0], true);
    }
    Agreement.assertAgree(net, operands[0], false);
  }

  private static Tensor draw(Sample.Input input, Random random) {
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    double[] values = random.doubles(count, input.low(), input.high()).toArray();
    Tensor drawn = Tensor.from(values, shape);
    return input.integer() ? drawn.floor().to(DType.INT64) : drawn.to(DType.FLOAT32);
  }

  @Override
  public String toString() {
    return "%s on %s%s"
        .formatted(
            method,
            sample.operands().stream().map(input -> input.shape().toString()).toList(),
            plain ? "" : " of unknown shape");
  }
}
