/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Derivative;
import org.gradsmith.processor.adjoint.Rule;
import org.gradsmith.processor.adjoint.RuleLines;
import org.gradsmith.processor.adjoint.RuleSecond;
import org.gradsmith.processor.adjoint.RuleTangent;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.DerivativeMethod;
import org.gradsmith.processor.frontend.Host;
import org.gradsmith.processor.problem.DerivativeProblem.UnfitDerivative;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.ProblemReporter;
import org.gradsmith.processor.sweepgen.SweepWriter;
import org.gradsmith.processor.sweepgen.TangentWriter;

/** The derivatives that users have written: each gets a class for each way to use it. */
public final class UserRules {
  private final Host host;
  private final ProblemReporter problems;

  public UserRules(Host host, ProblemReporter problems) {
    this.host = host;
    this.problems = problems;
  }

  /**
   * The classes of the derivatives that a round brings: the sources, by canonical name.
   *
   * @param write takes the class in which a derivative stands, with its sources
   */
  public void compile(RoundEnvironment round, BiConsumer<TypeElement, Map<String, String>> write) {
    for (Element element : round.getElementsAnnotatedWith(Derivative.class)) {
      if (element instanceof ExecutableElement method) {
        DerivativeMethod.read(method).ifPresent(d -> compile(d, write));
      }
    }
  }

  private void compile(
      DerivativeMethod derivative, BiConsumer<TypeElement, Map<String, String>> write) {
    ExecutableElement method = derivative.method();
    Elements elements = host.environment().getElementUtils();
    RuleReader reader = new RuleReader(elements, host.environment().getTypeUtils());
    try {
      if (derivative.isForward()) {
        reader.checked(derivative);
      } else {
        Rule rule = reader.read(derivative, host.span(method));
        write.accept(Api.owner(method), sources(rule, Api.owner(method), elements));
      }
    } catch (Unfit unfit) {
      Place place = Place.of(method, derivative.annotation(), host.trees());
      problems.report(
          new UnfitDerivative(
              place, method.getSimpleName().toString(), unfit.why(), unfit.remedy()));
    }
  }

  private static Map<String, String> sources(Rule rule, TypeElement owner, Elements elements) {
    Map<String, String> sources = new LinkedHashMap<>();
    String name = rule.method().sweep();
    sources.put(name, SweepWriter.write(RuleLines.of(rule), owner, elements));
    sources.put(
        name + "__jvp", TangentWriter.write(RuleTangent.of(rule, "__jvp"), owner, elements));
    sources.put(name + "__hvp", SweepWriter.write(RuleSecond.of(rule, "__hvp"), owner, elements));
    return sources;
  }
}
