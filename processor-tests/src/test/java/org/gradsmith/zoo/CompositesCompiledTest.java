/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.frontend.Library;
import org.gradsmith.processor.GradsmithProcessor;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public function of the library that is compiled from its own body, called in a compiled
 * method where generated code is required: it agrees with the tape.
 */
class CompositesCompiledTest {
  private static final String TENSORS =
      "Tensor x, Tensor y, Tensor v, Tensor m, Tensor b, Tensor image, Tensor kernel";

  /** Functions that are not called here, with the reason. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "MarginLosses.tripletMarginWithDistanceLoss(Tensor, Tensor, Tensor, BinaryOperator, double, boolean, Reduction)",
          "it calls a function that it is given, which is known at run time only",
          "Overwriting.placed(Tensor, Tensor, Index[])",
          "it is what a write in place makes: assign is tested in org.gradsmith.inplace");

  @TempDir private static Path folder;

  @Test
  void everyFunctionIsCalled() {
    TreeSet<String> expected = new TreeSet<>(functions().keySet());
    expected.removeAll(LEFT_OUT.keySet());
    assertEquals(
        String.join("\n", expected), String.join("\n", calls().keySet()), "composites/calls.txt");
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreThoseOfTheTape() throws Exception {
    return compiled().stream()
        .map(call -> DynamicTest.dynamicTest(call.name(), call::checkGradients));
  }

  @TestFactory
  Stream<DynamicTest> tangentsGoWithGradients() throws Exception {
    return compiled().stream()
        .map(call -> DynamicTest.dynamicTest(call.name(), call::checkDirections));
  }

  /** The functions, by name and types of parameters. */
  private static Map<String, Method> functions() {
    Map<String, Method> functions = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                "org.gradsmith.tensor", "org.gradsmith.nn.functional", "org.gradsmith.nn.loss")) {
      if (type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)) {
        for (Method method : type.reflect().getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers())
              && method.isAnnotationPresent(Differentiable.class)) {
            functions.put(key(method), method);
          }
        }
      }
    }
    return functions;
  }

  private static String key(Method method) {
    return "%s.%s(%s)"
        .formatted(
            method.getDeclaringClass().getSimpleName(),
            method.getName(),
            Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ")));
  }

  private static Map<String, String> calls() {
    Map<String, String> calls = new TreeMap<>();
    try (var in =
        Objects.requireNonNull(
            CompositesCompiledTest.class.getResourceAsStream("/composites/calls.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" = ", 2))
          .forEach(parts -> calls.put(parts[0], parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls;
  }

  private static List<CompositeCall> compiled() throws Exception {
    Map<String, Method> functions = functions();
    Map<String, List<String>> byOwner = new TreeMap<>();
    calls()
        .keySet()
        .forEach(key ->
            byOwner
                .computeIfAbsent(key.substring(0, key.indexOf('.')), _ -> new ArrayList<>())
                .add(key));
    List<JavaFileObject> sources = new ArrayList<>();
    byOwner.forEach((owner, keys) ->
        sources.add(
            Fixtures.source("composites." + owner + "Calls", source(owner, keys, functions))));
    Library library =
        Library.compile(folder, new GradsmithProcessor(), sources.toArray(JavaFileObject[]::new));
    URLClassLoader loader = new URLClassLoader(new URL[] {library.folder().toUri().toURL()});
    List<CompositeCall> compiled = new ArrayList<>();
    for (var entry : byOwner.entrySet()) {
      Class<?> type = loader.loadClass("composites." + entry.getKey() + "Calls");
      for (int i = 0; i < entry.getValue().size(); i++) {
        String key = entry.getValue().get(i);
        Class<?>[] parameters = new Class<?>[7];
        Arrays.fill(parameters, Tensor.class);
        compiled.add(
            new CompositeCall(
                key + " = " + calls().get(key),
                type.getMethod("call" + i, parameters),
                (Gradients) Objects.requireNonNull(type.getMethod("gradients" + i).invoke(null))));
      }
    }
    return compiled;
  }

  private static String source(String owner, List<String> keys, Map<String, Method> functions) {
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      Method function = Objects.requireNonNull(functions.get(keys.get(i)), keys.get(i));
      methods.append(
          """

            @Differentiable
            public static %s call%d(%s) {
              return %s;
            }

            public static Gradients gradients%d() {
              return Gradients.of(%sCalls::call%d);
            }
          """
              .formatted(
                  function.getGenericReturnType().getTypeName(),
                  i,
                  TENSORS,
                  calls().get(keys.get(i)),
                  i,
                  owner,
                  i));
    }
    return """
    package composites;

    import java.util.List;
    import org.gradsmith.annotation.Differentiable;
    import org.gradsmith.compiled.Gradients;
    import org.gradsmith.ir.DType;
    import org.gradsmith.nn.functional.Activations;
    import org.gradsmith.nn.functional.AffineGrids;
    import org.gradsmith.nn.functional.AntialiasedResampling;
    import org.gradsmith.nn.functional.Attention;
    import org.gradsmith.nn.functional.Classification;
    import org.gradsmith.nn.functional.ConnectionistLoss;
    import org.gradsmith.nn.functional.ConvolutionOptions;
    import org.gradsmith.nn.functional.Convolutions;
    import org.gradsmith.nn.functional.Distances;
    import org.gradsmith.nn.functional.Dropouts;
    import org.gradsmith.nn.functional.Embeddings;
    import org.gradsmith.nn.functional.GridSampling;
    import org.gradsmith.nn.functional.LossFunctions;
    import org.gradsmith.nn.functional.MarginLosses;
    import org.gradsmith.nn.functional.Normalisations;
    import org.gradsmith.nn.functional.Padding;
    import org.gradsmith.nn.functional.Patches;
    import org.gradsmith.nn.functional.Pooling;
    import org.gradsmith.nn.functional.Resampling;
    import org.gradsmith.nn.functional.Unpooling;
    import org.gradsmith.nn.loss.Losses;
    import org.gradsmith.tensor.CountsAndEdges;
    import org.gradsmith.tensor.Eigendecomposition;
    import org.gradsmith.tensor.Index;
    import org.gradsmith.tensor.Interpolation;
    import org.gradsmith.tensor.LeastSquares;
    import org.gradsmith.tensor.Linalg;
    import org.gradsmith.tensor.LuDecomposition;
    import org.gradsmith.tensor.MantissaAndExponent;
    import org.gradsmith.tensor.MatrixNorm;
    import org.gradsmith.tensor.MinAndMax;
    import org.gradsmith.tensor.QrDecomposition;
    import org.gradsmith.tensor.Reduction;
    import org.gradsmith.tensor.SignAndLogAbsDet;
    import org.gradsmith.tensor.SingularValueDecomposition;
    import org.gradsmith.tensor.StdAndMean;
    import org.gradsmith.tensor.Tensor;
    import org.gradsmith.tensor.UniqueElements;
    import org.gradsmith.tensor.ValuesAndIndices;
    import org.gradsmith.tensor.VarAndMean;

    public final class %sCalls {
      static final Tensor PLACES = Tensor.from(new long[] {0, 1, 0, 1, 1, 0}, 2, 3);
      static final Tensor DISTINCT = Tensor.from(new long[] {0, 1, 0, 1, 0, 1}, 2, 3);
      static final Tensor CLASSES = Tensor.of(2L, 1L);
      static final Tensor MASK = Tensor.of(true, false, true, false, false, true).reshape(2, 3);
      static final Tensor SIGNS = Tensor.of(1.0, -1.0, -1.0, 1.0, -1.0, 1.0).to(DType.FLOAT64).reshape(2, 3);
    %s}
    """
        .formatted(owner, methods);
  }
}
