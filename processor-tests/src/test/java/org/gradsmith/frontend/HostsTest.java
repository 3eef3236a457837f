/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

/** Compilers that hide javac from the processor, and bugs of the processor itself. */
final class HostsTest {
  private static final JavaFileObject GOOD = net("return x.relu();");
  private static final JavaFileObject BAD = net("x.backward(); return x;");

  @Test
  void withoutJavacsTreesCodeIsGenerated() {
    Compilation compilation = compile(environment -> wrapped(environment, false), List.of(), GOOD);
    assertEquals(List.of(), compilation.errors());
    assertTrue(
        compilation.generatedFiles().stream().anyMatch(f -> f.getName().endsWith("Net__AD.class")));
  }

  @Test
  void withoutJavacsTreesTheMessageHoldsThePosition() {
    Diagnostic<?> error =
        compile(environment -> wrapped(environment, false), List.of(), BAD).errors().getFirst();
    String message = error.getMessage(Locale.ROOT);
    assertTrue(message.startsWith("AD106: "), message);
    assertTrue(message.endsWith(" [Net.java:11:5]"), message);
    assertEquals(10, error.getLineNumber()); // the method
  }

  @Test
  void aBugIsAnErrorThatNamesThePhase() {
    Compilation compilation = compile(environment -> wrapped(environment, true), List.of(), GOOD);
    String message = compilation.errors().getFirst().getMessage(Locale.ROOT);
    assertTrue(message.startsWith("AD901: internal error while compiling 'Net.forward'"), message);
    assertTrue(message.contains("'attribution': java.lang.IllegalStateException: boom"), message);
    assertTrue(!message.contains("\n"), message);
  }

  @Test
  void anOptionMakesABugAWarning() {
    Compilation compilation =
        compile(
            environment -> wrapped(environment, true), List.of("-Agradsmith.internal=warn"), GOOD);
    assertEquals(List.of(), compilation.errors());
    assertTrue(compilation.warnings().getFirst().getMessage(Locale.ROOT).startsWith("AD901: "));
  }

  private static JavaFileObject net(String body) {
    return Fixtures.source(
        "u.Net",
        """
        package u;

        import org.gradsmith.annotation.Differentiable;
        import org.gradsmith.nn.UnaryModule;
        import org.gradsmith.tensor.Tensor;

        final class Net extends UnaryModule {
          @Differentiable
          @Override
          public Tensor forward(Tensor x) {
            %s
          }
        }
        """
            .formatted(body));
  }

  private static Compilation compile(
      UnaryOperator<ProcessingEnvironment> wrapper, List<String> options, JavaFileObject source) {
    return Fixtures.compile(new Wrapping(wrapper), options, source);
  }

  /** A proxy, as build tools put around the environment. */
  private static ProcessingEnvironment wrapped(ProcessingEnvironment environment, boolean broken) {
    return proxy(
        ProcessingEnvironment.class,
        environment,
        result ->
            broken && result instanceof Elements elements
                ? proxy(Elements.class, elements, HostsTest::failOnFiles)
                : result);
  }

  private static Object failOnFiles(Object result) {
    if (result instanceof JavaFileObject) {
      throw new IllegalStateException("boom");
    }
    return result;
  }

  private static <T> T proxy(Class<T> type, T target, UnaryOperator<Object> results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(target, arguments);
                return result == null ? null : results.apply(result);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            }));
  }

  /** The processor behind a wrapped environment. */
  private static final class Wrapping extends AbstractProcessor {
    private final Processor processor = new GradsmithProcessor();
    private final UnaryOperator<ProcessingEnvironment> wrapper;

    Wrapping(UnaryOperator<ProcessingEnvironment> wrapper) {
      this.wrapper = wrapper;
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      super.init(environment);
      processor.init(wrapper.apply(environment));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public Set<String> getSupportedOptions() {
      return processor.getSupportedOptions();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return processor.getSupportedSourceVersion();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // as the processor itself does
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      return processor.process(annotations, round);
    }
  }
}
