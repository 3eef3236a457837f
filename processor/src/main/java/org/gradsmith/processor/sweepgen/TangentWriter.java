/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.processor.adjoint.Unrecorded;

/**
 * Writes the class of a method with control flow that computes its value and its tangent:
 *
 * <pre>
 * public final class Rosenbrock__value__jvp extends MethodRun {
 *   public Rosenbrock__value__jvp(Flow flow)
 *   public double[] forward(double x, double xDot, double y, double yDot)
 *   public Object run(Object... arguments)
 * }
 * </pre>
 */
public final class TangentWriter {
  private TangentWriter() {}

  /**
   * The source of the class.
   *
   * @param owner the class that declares the method
   */
  public static String write(Unrecorded tangent, TypeElement owner, Elements elements) {
    MethodClass frame = new MethodClass(tangent.method(), owner, elements);
    MethodSpec forward =
        frame.forward(
            "Runs the method, and computes the tangent of each value beside it.",
            frame.lines(),
            tangent.lines());
    TypeSpec.Builder type = frame.type("MethodRun", "The derivative in a direction of", "");
    frame.handles().forEach(type::addField);
    type.addMethod(frame.constructor());
    type.addMethod(forward);
    type.addMethod(frame.run());
    return frame.source(type, tangent.primitives());
  }
}
