/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BiFunction;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.Method;
import org.gradsmith.processor.metadata.CompanionReader;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.ProblemReporter;

/**
 * The front half of the compiler, alive for one compilation. In each round it reads the methods
 * that the round brings and those that had to wait for classes which were not generated yet.
 */
public final class FrontEnd {
  private final Host host;
  private final BiFunction<ExecutableElement, Elements, String> generated;
  private final ProblemReporter problems;
  private final CompanionReader companions;
  private final Map<String, Method> compiled = new HashMap<>();
  private final Map<Candidate.Key, String> waiting = new LinkedHashMap<>();
  private List<Structured> structured = List.of();
  private Map<String, Method> functions = Map.of();

  /**
   * @param generated the name of the class that is generated for a function, among the elements of
   *     a compilation
   */
  public FrontEnd(
      Host host,
      BiFunction<ExecutableElement, Elements, String> generated,
      ProblemReporter problems) {
    this.host = host;
    this.generated = generated;
    this.problems = problems;
    this.companions = new CompanionReader(host.elements());
  }

  /**
   * Reads the methods of a round. Problems are shown; a method that has one is left out. Callees
   * come before their callers.
   */
  public List<Lowered> read(RoundEnvironment round) {
    structured = List.of();
    functions = Map.of();
    if (round.processingOver()) {
      return List.of();
    }
    List<Candidate> candidates = candidates(round);
    if (candidates.isEmpty()) {
      return List.of();
    }
    try {
      Shadow shadow = Shadow.over(host.environment(), sources(candidates));
      Reading reading = new Reading(shadow, candidates, compiled, companions, generated, problems);
      List<Lowered> lowered = reading.lowered();
      waiting.putAll(reading.waiting());
      structured = reading.structured();
      functions = reading.functions();
      lowered.forEach(l -> compiled.put(l.method().className(), l.method()));
      return lowered;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      Candidate first = candidates.getFirst();
      problems.report(
          new InternalProblem.Bug(Place.of(first.method()), "attribution", first.displayName(), e));
      return List.of();
    }
  }

  /** The methods of the round that are no straight-line forwards of modules. */
  public List<Structured> structured() {
    return structured;
  }

  /** The function of the round for which a class is generated, if it is a straight line. */
  public Optional<Method> function(String generatedClass) {
    return Optional.ofNullable(functions.get(generatedClass));
  }

  /** A function of the library, by the class generated for it, if it is a straight line. */
  public Optional<Method> libraryFunction(String generatedClass) {
    return companions.function(generatedClass);
  }

  /** The sizes that the constructors of a method's class decide. */
  public MadeSizes madeSizes(Structured method) {
    Shadow shadow = method.source().shadow();
    return new MadeSizes(shadow, new FactsBook(shadow, companions), method.shadowOwner());
  }

  /** A method has to wait for another round. */
  public void defer(Structured method, String reason) {
    waiting.put(method.candidate().key(), reason);
  }

  /**
   * Methods that could not be read in any round, by binary name of their class. Usually javac has
   * told the user why; if it has not, something is wrong with this reading.
   */
  public Map<String, InternalProblem> unread() {
    Map<String, InternalProblem> unread = new HashMap<>();
    waiting.forEach((key, reason) ->
        Candidate.find(key, host.elements())
            .ifPresent(c ->
                unread.put(
                    c.className(),
                    new InternalProblem.NotAttributed(
                        Place.of(c.method()), c.displayName(), reason))));
    return unread;
  }

  private List<Candidate> candidates(RoundEnvironment round) {
    Elements elements = host.elements();
    SequencedSet<ExecutableElement> methods = new LinkedHashSet<>();
    waiting
        .keySet()
        .forEach(k -> Candidate.find(k, elements).ifPresent(c -> methods.add(c.method())));
    waiting.clear();
    for (Element element : round.getElementsAnnotatedWith(Differentiable.class)) {
      if (element instanceof ExecutableElement method) {
        methods.add(method);
      }
    }
    return methods.stream().map(m -> Candidate.of(m, elements)).toList();
  }

  /** The source files of the candidates, each once, in the order of the candidates. */
  private List<JavaFileObject> sources(List<Candidate> candidates) {
    Map<String, JavaFileObject> sources = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      JavaFileObject file = host.elements().getFileObjectOf(outermost(candidate.owner()));
      if (file != null) {
        sources.put(file.toUri().toString(), file);
      }
    }
    return new ArrayList<>(sources.values());
  }

  private static TypeElement outermost(TypeElement type) {
    TypeElement outermost = type;
    Optional<Element> next = Optional.ofNullable(type.getEnclosingElement());
    while (next.isPresent() && next.get() instanceof TypeElement enclosing) {
      outermost = enclosing;
      next = Optional.ofNullable(enclosing.getEnclosingElement());
    }
    return outermost;
  }
}
