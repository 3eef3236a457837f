/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Mode;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.nn.Module;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and gradients of every program, by generated code, against PyTorch's. The gradient is that
 * of the sum of the products of the outputs with their cotangents.
 */
class RecordedProgramsTest {
  static final Path DATA = Path.of("..", "..", "shared", "conformance", "programs");

  /** The product with the Hessian is checked by {@link SecondOrderProgramTest}. */
  private static final List<String> OTHERS = List.of("hessian_vector_product");

  static List<RecordedCase> recorded() {
    assumeTrue(Files.isDirectory(DATA), "no recorded programs at " + DATA);
    return RecordedCase.in(DATA);
  }

  @Test
  void everyRecordedProgramIsHere() {
    Set<String> here = new TreeSet<>(Program.all().keySet());
    here.addAll(OTHERS);
    Set<String> there = new TreeSet<>();
    recorded().forEach(each -> there.add(each.program()));
    assertEquals(there, here);
  }

  @TestFactory
  Stream<DynamicTest> valuesAndGradientsAreThoseOfTheData() {
    Map<String, Program> programs = Program.all();
    return recorded().stream()
        .filter(each -> !OTHERS.contains(each.program()))
        .map(each ->
            DynamicTest.dynamicTest(
                each.toString(),
                () -> {
                  try (var _ = Mode.REQUIRE.scope()) {
                    check(each, Objects.requireNonNull(programs.get(each.program())));
                  }
                }));
  }

  private static void check(RecordedCase each, Program program) {
    Object[] arguments = each.values(program);
    Object value = Objects.requireNonNull(program.gradients().value(arguments));
    checkOutputs(each, value);
    if (each.has("cotangent")) {
      Gradient gradient = program.gradients().vjp(cotangent(each, value), arguments);
      checkOutputs(each, Objects.requireNonNull(gradient.value()));
      List<JsonObject> described = each.arguments();
      for (int i = 0; i < arguments.length; i++) {
        checkGradient(each, gradient, i, arguments[i], described.get(i));
      }
    }
  }

  /**
   * The derivative along the tangents of all arguments. Parameters of modules are no arguments, so
   * the programs with modules are left out.
   */
  @TestFactory
  Stream<DynamicTest> tangentsAreThoseOfTheData() {
    Map<String, Program> programs = Program.all();
    return recorded().stream()
        .filter(each -> !OTHERS.contains(each.program()) && each.has("jvp"))
        .filter(each -> each.arguments().stream().noneMatch(RecordedProgramsTest::isModule))
        .map(each ->
            DynamicTest.dynamicTest(
                each.toString(),
                () -> {
                  try (var _ = Mode.REQUIRE.scope()) {
                    checkTangents(each, Objects.requireNonNull(programs.get(each.program())));
                  }
                }));
  }

  private static boolean isModule(JsonObject argument) {
    return argument.get("kind").getAsString().equals("parameters");
  }

  private static void checkTangents(RecordedCase each, Program program) {
    ValueAndTangent found = program.gradients().jvp(each.tangents(), each.values(program));
    checkOutputs(each, Objects.requireNonNull(found.value()));
    List<@Nullable Object> tangents = parts(Objects.requireNonNull(found.tangent()));
    List<JsonObject> outputs = each.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).has("jvp")) {
        each.check(
            "tangent of output " + i,
            Objects.requireNonNull(tangents.get(i)),
            outputs.get(i),
            "jvp");
      }
    }
  }

  private static void checkOutputs(RecordedCase each, Object value) {
    List<@Nullable Object> outputs = parts(value);
    List<JsonObject> expected = each.outputs();
    assertEquals(expected.size(), outputs.size(), "outputs");
    for (int i = 0; i < outputs.size(); i++) {
      if (expected.get(i).has("tensor")) {
        each.check(
            "output " + i, Objects.requireNonNull(outputs.get(i)), expected.get(i), "tensor");
      } else {
        assertEquals(
            expected.get(i).get("value").getAsInt(),
            ((Number) Objects.requireNonNull(outputs.get(i))).intValue());
      }
    }
  }

  /** The outputs of a method that returns one thing, an array, or a record. */
  private static List<@Nullable Object> parts(Object value) {
    return switch (value) {
      case List<?> list -> new ArrayList<>(list);
      case Object[] array -> Arrays.asList(array);
      case double[] array -> {
        List<@Nullable Object> numbers = new ArrayList<>();
        Arrays.stream(array).forEach(numbers::add);
        yield numbers;
      }
      case Record parts -> Holders.components(parts);
      default -> List.of(value);
    };
  }

  /** The cotangents, in the form of the method's result. */
  private static Object cotangent(RecordedCase each, Object value) {
    List<@Nullable Tensor> cotangents = new ArrayList<>();
    for (JsonObject output : each.outputs()) {
      cotangents.add(output.has("cotangent") ? each.recorded(output, "cotangent") : null);
    }
    return switch (value) {
      case Tensor _ -> Objects.requireNonNull(cotangents.getFirst());
      case Number _ -> Objects.requireNonNull(cotangents.getFirst()).item();
      case double[] _ -> cotangents.stream().mapToDouble(c -> c == null ? 0 : c.item()).toArray();
      default -> cotangents;
    };
  }

  private static void checkGradient(
      RecordedCase each, Gradient gradient, int i, Object argument, JsonObject described) {
    String what = "gradient of " + described.get("name").getAsString();
    if (described.has("items")) {
      checkParts(each, what, gradient, i, argument, described);
    } else if (described.has("grad")) {
      each.check(what, Objects.requireNonNull(gradient.of(i)), described, "grad");
    }
  }

  private static void checkParts(
      RecordedCase each,
      String what,
      Gradient gradient,
      int i,
      Object argument,
      JsonObject described) {
    if (argument instanceof Module net) {
      described
          .getAsJsonObject("items")
          .entrySet()
          .forEach(e -> {
            Tensor parameter = Objects.requireNonNull(net.namedParameters().get(e.getKey()));
            each.check(
                what + " " + e.getKey(),
                Objects.requireNonNull(gradient.of(parameter)),
                e.getValue().getAsJsonObject(),
                "grad");
          });
      return;
    }
    List<JsonObject> items = RecordedCase.objects(described.getAsJsonArray("items"));
    List<@Nullable Object> gradients = parts(Objects.requireNonNull(gradient.of(i)));
    assertEquals(items.size(), gradients.size(), what);
    for (int k = 0; k < items.size(); k++) {
      each.check(what + " " + k, Objects.requireNonNull(gradients.get(k)), items.get(k), "grad");
    }
  }
}
