/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Generated;
import org.gradsmith.ir.Method;

/** Reads what classes carry that were generated earlier, or in an earlier round. */
public final class CompanionReader {
  /** What is appended to the binary name of a class to name its companion. */
  public static final String SUFFIX = "__AD";

  private final Elements elements;
  private final Map<String, Optional<Method>> methods = new HashMap<>();
  private final Map<String, Optional<Method>> functions = new HashMap<>();

  /**
   * A companion.
   *
   * @param format version of the text's format
   * @param ir the text of the method
   * @param constructors the lines on constructors
   */
  private record Annotation(int format, String ir, List<String> constructors) {}

  public CompanionReader(Elements elements) {
    this.elements = elements;
  }

  /**
   * The differentiable method of a class; empty where the class has no companion or one that this
   * version cannot read.
   *
   * @param className binary name of the class
   * @param others where the methods that this one calls are to be found
   */
  public Optional<Method> method(String className, Function<String, Optional<Method>> others) {
    Optional<Method> known = methods.get(className);
    if (known == null) {
      methods.put(className, Optional.empty()); // a cycle of calls ends here
      known = read(className).flatMap(a -> parse(a, others));
      methods.put(className, known);
    }
    return known;
  }

  /** What the constructors of a class do. */
  public ClassFacts constructors(String className) {
    try {
      return read(className)
          .filter(a -> a.format() == IrText.FORMAT)
          .map(a -> ClassFacts.read(a.constructors()))
          .orElse(ClassFacts.NONE);
    } catch (UnreadableIr _) {
      return ClassFacts.NONE;
    }
  }

  /**
   * The body of a function, from the class that was generated for it; empty where there is none, or
   * it is no straight line.
   *
   * @param generated binary name of the generated class
   */
  public Optional<Method> function(String generated) {
    return functions.computeIfAbsent(
        generated, name -> annotationOf(name).flatMap(a -> parse(a, _ -> Optional.empty())));
  }

  private static Optional<Method> parse(
      Annotation annotation, Function<String, Optional<Method>> others) {
    if (annotation.format() != IrText.FORMAT) {
      return Optional.empty();
    }
    try {
      return Optional.of(IrText.read(annotation.ir(), others));
    } catch (UnreadableIr _) {
      return Optional.empty(); // the call stays a call, which is always right
    }
  }

  private Optional<Annotation> read(String className) {
    return annotationOf(className + SUFFIX);
  }

  private Optional<Annotation> annotationOf(String generated) {
    TypeElement companion = elements.getTypeElement(generated);
    if (companion == null) {
      return Optional.empty();
    }
    for (AnnotationMirror mirror : companion.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().toString().equals(Generated.class.getName())) {
        return Optional.of(annotation(mirror));
      }
    }
    return Optional.empty();
  }

  private static Annotation annotation(AnnotationMirror mirror) {
    int format = 0;
    List<String> ir = List.of();
    List<String> constructors = List.of();
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        mirror.getElementValues().entrySet()) {
      Object value = entry.getValue().getValue();
      switch (entry.getKey().getSimpleName().toString()) {
        case "format" -> format = value instanceof Integer i ? i : 0;
        case "ir" -> ir = strings(value);
        case "constructors" -> constructors = strings(value);
        default -> {} // an element that a later version added
      }
    }
    return new Annotation(format, Chunks.join(ir), constructors);
  }

  private static List<String> strings(Object value) {
    List<String> strings = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof AnnotationValue v && v.getValue() instanceof String s) {
          strings.add(s);
        }
      }
    }
    return strings;
  }
}
