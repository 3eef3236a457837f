/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A differentiable method in static single assignment form.
 *
 * @param className binary name of the class that declares it
 * @param name the method's name
 * @param self the receiver; empty for a static method
 * @param parameters its parameters, in order; functions have numbers among them
 * @param shapes the {@code @Shape} of each parameter, or an empty string
 * @param body its steps, in order of execution
 * @param result what it returns
 * @param span where it is declared
 * @param functions whose bodies have become part of this one: the hashes of those that may change
 *     without it, by the class that is generated for each
 */
public record Method(
    String className,
    String name,
    Optional<Value> self,
    List<Value> parameters,
    List<String> shapes,
    List<Node> body,
    Value result,
    Span span,
    SortedMap<String, String> functions) {
  public Method {
    functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
    parameters = List.copyOf(parameters);
    shapes = List.copyOf(shapes);
    body = List.copyOf(body);
    if (shapes.size() != parameters.size()) {
      throw new IllegalArgumentException("one shape per parameter");
    }
  }

  /** A method that contains no other one. */
  public Method(
      String className,
      String name,
      Optional<Value> self,
      List<Value> parameters,
      List<String> shapes,
      List<Node> body,
      Value result,
      Span span) {
    this(className, name, self, parameters, shapes, body, result, span, new TreeMap<>());
  }

  /** The method with another body. */
  public Method with(List<Value> newParameters, List<Node> newBody, Value newResult) {
    return new Method(
        className, name, self, newParameters, shapes, newBody, newResult, span, functions);
  }
}
