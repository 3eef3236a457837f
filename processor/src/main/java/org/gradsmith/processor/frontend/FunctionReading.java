/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.Method;
import org.gradsmith.processor.metadata.CompanionReader;
import org.gradsmith.processor.metadata.IrText;

/**
 * Reads the functions of one round as straight lines, when they are first called; those of other
 * compilations from what their generated classes carry. One that calls itself is no straight line.
 */
final class FunctionReading {
  private final Shadow shadow;
  private final BiFunction<ExecutableElement, Elements, String> generated;
  private final CompanionReader companions;
  private final Map<String, Structured> sources = new LinkedHashMap<>();
  private final Map<String, Optional<Method>> known = new HashMap<>();

  /**
   * @param generated the name of the class that is generated for a method
   */
  FunctionReading(
      Shadow shadow,
      BiFunction<ExecutableElement, Elements, String> generated,
      CompanionReader companions) {
    this.shadow = shadow;
    this.generated = generated;
    this.companions = companions;
  }

  /** A method of the round whose declaration was found good. */
  void add(Structured method) {
    ExecutableElement element = (ExecutableElement) method.source().element(method.source().tree());
    if (Functions.isFunction(element)) {
      sources.put(generated.apply(element, shadow.elements()), method);
    }
  }

  /**
   * A function, with the hash by which its callers know it.
   *
   * @throws Deferred if it is not known yet
   */
  Optional<Method> function(ExecutableElement method, Callees callees) {
    String name = generated.apply(method, shadow.elements());
    return read(name, callees).map(f -> Api.isLibrary(method) ? f : mayChange(f, name));
  }

  /** The functions of the round that are straight lines, by the classes generated for them. */
  Map<String, Method> all(Callees callees) {
    Map<String, Method> all = new LinkedHashMap<>();
    for (String name : sources.keySet()) {
      try {
        read(name, callees).ifPresent(f -> all.put(name, f));
      } catch (Deferred _) {
        // it is read again in a later round
      }
    }
    return all;
  }

  private Optional<Method> read(String name, Callees callees) {
    Structured method = sources.get(name);
    if (method == null) {
      return companions.function(name);
    }
    Optional<Method> found = known.putIfAbsent(name, Optional.empty());
    if (found == null) {
      try {
        found = lower(method.source(), callees);
        known.put(name, found);
      } catch (Deferred e) {
        known.remove(name);
        throw e;
      }
    }
    return found;
  }

  private Optional<Method> lower(MethodSource source, Callees callees) {
    Optional<String> error = source.error();
    if (error.isPresent()) {
      throw new Deferred(error.get());
    }
    TypeElement owner = Api.owner(source.element(source.tree()));
    return Lowering.function(source, owner, callees);
  }

  /**
   * The library changes as a whole; other functions may be compiled again without their callers.
   */
  private static Method mayChange(Method function, String name) {
    SortedMap<String, String> functions = new TreeMap<>(function.functions());
    functions.put(name, IrText.hash(function));
    return new Method(
        function.className(),
        function.name(),
        function.self(),
        function.parameters(),
        function.shapes(),
        function.body(),
        function.result(),
        function.span(),
        functions);
  }
}
