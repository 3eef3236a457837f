/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

/** Methods whose types are not there yet wait; errors of the user are left to javac. */
final class RoundsTest {
  private static final JavaFileObject USES_GENERATED =
      net("private final Late late = new Late();", "return late.call(x).mul(Late.FACTOR);");
  private static final String LATE =
      """
      package u;

      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.tensor.Tensor;

      final class Late extends UnaryModule {
        static final int FACTOR = 2;

        @Differentiable
        @Override
        public Tensor forward(Tensor x) {
          return x.relu();
        }
      }
      """;

  @Test
  void aMethodWaitsForClassesThatAnotherProcessorWrites() {
    GradsmithProcessor gradsmith = new GradsmithProcessor();
    Compilation compilation = compile(List.of(gradsmith, new LateProcessor(false)), USES_GENERATED);
    assertEquals(List.of(), compilation.errors());
    assertTrue(isGenerated(compilation, "u/Net__AD.class"), "Net");
    assertTrue(isGenerated(compilation, "u/Late__AD.class"), "Late");
  }

  @Test
  void aMethodThatJavacCompilesAndNobodyReadIsReported() {
    GradsmithProcessor gradsmith = new GradsmithProcessor();
    Compilation compilation =
        compile(List.of(gradsmith, new LateProcessor(true)), net("", "return x.mul(Late.FACTOR);"));
    List<String> messages = messages(compilation);
    assertEquals(1, messages.size(), messages::toString);
    assertTrue(
        messages.getFirst().startsWith("AD902: 'Net.forward' could not be compiled"),
        messages::toString);
  }

  @Test
  void whatTheUserMistypedIsReportedByJavacAlone() {
    Compilation compilation =
        compile(List.of(new GradsmithProcessor()), net("", "return x.rellu().add(undefined);"));
    List<String> messages = messages(compilation);
    assertEquals(2, messages.size(), messages::toString);
    assertTrue(
        messages.stream().allMatch(m -> m.startsWith("cannot find symbol")), messages::toString);
  }

  @Test
  void aMistakeElsewhereInTheClassDoesNotKeepAMethodFromBeingRead() {
    ReadingProcessor processor = new ReadingProcessor();
    Compilation compilation =
        compile(
            List.of(processor), net("private final Missing missing = null;", "return x.relu();"));
    assertEquals(1, compilation.errors().size());
    assertEquals(1, processor.lowered().size());
  }

  @Test
  void theNeighboursOfARefusedMethodAreCompiled() {
    JavaFileObject refused =
        Fixtures.source(
            "u.Refused",
            """
            package u;

            import org.gradsmith.annotation.Differentiable;
            import org.gradsmith.nn.UnaryModule;
            import org.gradsmith.tensor.Tensor;

            final class Refused extends UnaryModule {
              @Differentiable
              @Override
              public synchronized Tensor forward(Tensor x) {
                return x.sum(0);
              }
            }
            """);
    ReadingProcessor processor = new ReadingProcessor();
    Compilation compilation =
        compile(
            List.of(processor),
            refused,
            net(
                "private final Refused refused = new Refused();",
                "return refused.call(x).relu();"));
    assertEquals(1, compilation.errors().size());
    assertEquals("Net", processor.lowered("Net").owner().getSimpleName().toString());
  }

  private static JavaFileObject net(String members, String body) {
    return Fixtures.source(
        "u.Net",
        """
        package u;

        import org.gradsmith.annotation.Differentiable;
        import org.gradsmith.nn.UnaryModule;
        import org.gradsmith.tensor.Tensor;

        final class Net extends UnaryModule {
          %s

          @Differentiable
          @Override
          public Tensor forward(Tensor x) {
            %s
          }
        }
        """
            .formatted(members, body));
  }

  private static Compilation compile(
      List<AbstractProcessor> processors, JavaFileObject... sources) {
    return Compiler.javac().withOptions("-Xlint:none").withProcessors(processors).compile(sources);
  }

  private static boolean isGenerated(Compilation compilation, String name) {
    return compilation.generatedFiles().stream().anyMatch(f -> f.getName().endsWith(name));
  }

  private static List<String> messages(Compilation compilation) {
    return compilation.errors().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
  }

  /** Writes a module in the first round, or so late that no processor sees it. */
  private static final class LateProcessor extends AbstractProcessor {
    private final boolean last;
    private boolean written;

    LateProcessor(boolean last) {
      this.last = last;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!written && round.processingOver() == last) {
        written = true;
        try (Writer writer = processingEnv.getFiler().createSourceFile("u.Late").openWriter()) {
          writer.write(LATE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }
}
