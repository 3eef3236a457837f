/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

import java.util.List;
import java.util.Optional;

/**
 * A differentiable method in static single assignment form.
 *
 * @param className binary name of the class that declares it
 * @param name the method's name
 * @param self the receiver; empty for a static method
 * @param parameters tensor parameters, in order
 * @param shapes the {@code @Shape} of each parameter, or an empty string
 * @param body its steps, in order of execution
 * @param result what it returns
 * @param span where it is declared
 */
public record Method(
    String className,
    String name,
    Optional<Value> self,
    List<Value> parameters,
    List<String> shapes,
    List<Node> body,
    Value result,
    Span span) {
  public Method {
    parameters = List.copyOf(parameters);
    shapes = List.copyOf(shapes);
    body = List.copyOf(body);
    if (shapes.size() != parameters.size()) {
      throw new IllegalArgumentException("one shape per parameter");
    }
  }
}
