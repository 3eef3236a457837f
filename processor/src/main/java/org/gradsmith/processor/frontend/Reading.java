/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Checkpoint;
import org.gradsmith.ir.Method;
import org.gradsmith.processor.metadata.CompanionReader;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.ProblemReporter;

/**
 * Reads the methods of one round. A method is read when it is first called by another one, so
 * callees come first; one that calls back into a method which is being read keeps that call as a
 * call.
 */
final class Reading implements Callees {
  private final Shadow shadow;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final Map<String, Method> compiled;
  private final CompanionReader companions;
  private final ProblemReporter problems;
  private final FactsBook facts;
  private final FunctionReading functions;

  private final List<Lowered> lowered = new ArrayList<>();
  private final List<Structured> structured = new ArrayList<>();
  private final Map<Candidate.Key, String> waiting = new LinkedHashMap<>();
  private final Map<String, Method> methods = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> deferred = new HashSet<>();

  /**
   * Reads candidates.
   *
   * @param compiled methods that earlier rounds of this compilation have read, by class
   * @param generated the name of the class that is generated for a function
   */
  Reading(
      Shadow shadow,
      List<Candidate> candidates,
      Map<String, Method> compiled,
      CompanionReader companions,
      BiFunction<ExecutableElement, Elements, String> generated,
      ProblemReporter problems) {
    this.shadow = shadow;
    this.compiled = compiled;
    this.companions = companions;
    this.problems = problems;
    this.facts = new FactsBook(shadow, companions);
    this.functions = new FunctionReading(shadow, generated, companions);
    for (Candidate candidate : candidates) {
      if (!isForward(candidate)
          || this.candidates.putIfAbsent(candidate.className(), candidate) != null) {
        setAside(candidate);
      }
    }
    this.candidates.values().forEach(this::read);
  }

  /** Whether a method is the {@code Tensor forward(Tensor)} of a module. */
  private static boolean isForward(Candidate candidate) {
    ExecutableElement method = candidate.method();
    return Api.isForward(method)
        && method.getParameters().size() == 1
        && !Constants.isConstant(method.getParameters().getFirst())
        && Api.mirror(method, Checkpoint.class).isEmpty()
        && Api.isTensor(method.getReturnType());
  }

  private void setAside(Candidate candidate) {
    try {
      MethodSource source = candidate.source(shadow);
      List<Problem> found = Declarations.check(source);
      if (found.isEmpty()) {
        Structured method = new Structured(candidate, source);
        structured.add(method);
        functions.add(method);
      } else {
        found.forEach(problems::report);
      }
    } catch (Deferred e) {
      waiting.put(candidate.key(), String.valueOf(e.getMessage()));
    }
  }

  /** The methods that are read as methods with control flow. */
  List<Structured> structured() {
    return structured;
  }

  /** The functions among them that are straight lines too, by the classes generated for them. */
  Map<String, Method> functions() {
    return functions.all(this);
  }

  @Override
  public Optional<Method> function(ExecutableElement method) {
    return functions.function(method, this);
  }

  /** The methods that were read without problems, callees first. */
  List<Lowered> lowered() {
    return List.copyOf(lowered);
  }

  /** The methods that have to wait for another round, and for what. */
  Map<Candidate.Key, String> waiting() {
    return waiting;
  }

  @Override
  public Optional<Method> forward(String className) {
    Method known = compiled.get(className);
    if (known != null) {
      return Optional.of(known);
    }
    Candidate candidate = candidates.get(className);
    if (candidate == null) {
      return companions.method(className, this::forward);
    }
    read(candidate);
    if (deferred.contains(className)) {
      throw new Deferred("'" + candidate.displayName() + "' is not known yet");
    }
    return Optional.ofNullable(methods.get(className));
  }

  private void read(Candidate candidate) {
    if (!begun.add(candidate.className())) {
      return;
    }
    try {
      MethodSource source = candidate.source(shadow);
      List<Problem> found = Declarations.check(source);
      if (found.isEmpty()) {
        lower(candidate, source);
      } else {
        found.forEach(problems::report);
      }
    } catch (Deferred e) {
      deferred.add(candidate.className());
      waiting.put(candidate.key(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      Place place = Place.of(candidate.method());
      problems.report(new InternalProblem.Bug(place, "lowering", candidate.displayName(), e));
    }
  }

  private void lower(Candidate candidate, MethodSource source) {
    Optional<String> error = source.error();
    if (error.isPresent()) {
      throw new Deferred(error.get());
    }
    TypeElement owner = shadow.find(candidate.owner()).orElseThrow();
    Lowering.Result result = Lowering.lower(source, owner, this);
    if (!result.problems().isEmpty()) { // no straight line
      structured.add(new Structured(candidate, source));
    }
    if (result.method().isPresent()) {
      methods.put(candidate.className(), result.method().get());
      lowered.add(
          new Lowered(
              result.method().get(),
              candidate.method(),
              candidate.owner(),
              candidate.className() + CompanionReader.SUFFIX,
              facts.receiver(owner),
              facts.of(owner).write(),
              result.places()));
    }
  }
}
