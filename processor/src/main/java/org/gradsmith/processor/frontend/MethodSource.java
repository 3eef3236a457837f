/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.Span;
import org.gradsmith.processor.problem.Place;

/**
 * The attributed trees of one method, in the shadow compilation, and where they lie in its file.
 */
public final class MethodSource {
  private final Shadow shadow;
  private final TreePath path;
  private final ExecutableElement live;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final String file;
  private final String content;
  private final Optional<LambdaExpressionTree> function;
  private final List<Element> captured;
  private final Map<ExecutableElement, Optional<DerivativeMethod>> derivatives;

  /**
   * The source of a method.
   *
   * @param path the method in the shadow compilation
   * @param live the same method in the running compilation
   */
  public MethodSource(Shadow shadow, TreePath path, ExecutableElement live) {
    this.shadow = shadow;
    this.path = path;
    this.live = live;
    this.unit = path.getCompilationUnit();
    this.positions = shadow.trees().getSourcePositions();
    String name = unit.getSourceFile().getName().replace('\\', '/');
    this.file = name.substring(name.lastIndexOf('/') + 1);
    this.function = Optional.empty();
    this.captured = List.of();
    this.derivatives = new HashMap<>();
    try {
      this.content = unit.getSourceFile().getCharContent(true).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MethodSource(
      MethodSource method, LambdaExpressionTree function, List<? extends Element> captured) {
    this.shadow = method.shadow;
    this.path = method.path;
    this.live = method.live;
    this.unit = method.unit;
    this.positions = method.positions;
    this.file = method.file;
    this.content = method.content;
    this.function = Optional.of(function);
    this.captured = List.copyOf(captured);
    this.derivatives = method.derivatives;
  }

  public Shadow shadow() {
    return shadow;
  }

  public MethodTree tree() {
    return (MethodTree) path.getLeaf();
  }

  /**
   * A lambda in the method, as something to be read by itself.
   *
   * @param captured the variables of the method that it uses
   */
  public MethodSource function(LambdaExpressionTree lambda, List<? extends Element> captured) {
    return new MethodSource(this, lambda, captured);
  }

  /** The derivative that the user has written of a method, for calls from here. */
  public Optional<DerivativeMethod> derivative(ExecutableElement called) {
    return derivatives.computeIfAbsent(
        called,
        c -> DerivativeMethod.forCall(c, element(tree()), shadow.types(), shadow::derivatives));
  }

  /** The parameters of what is read. */
  public List<? extends VariableTree> parameters() {
    return function
        .<List<? extends VariableTree>>map(LambdaExpressionTree::getParameters)
        .orElseGet(() -> tree().getParameters());
  }

  /** What is given to what is read: its parameters, and what a lambda uses of its method. */
  public List<Element> inputs() {
    List<Element> inputs = new ArrayList<>(captured);
    parameters().forEach(p -> inputs.add(element(p)));
    return inputs;
  }

  /** The body of what is read: a block, or the expression of a lambda. */
  public Tree body() {
    return function.<Tree>map(LambdaExpressionTree::getBody).orElseGet(() -> tree().getBody());
  }

  /** What javac has against the method; empty if nothing. */
  public Optional<String> error() {
    return shadow.errorIn(unit, start(tree()), end(tree()));
  }

  /**
   * The type of an expression. Where a conditional or a switch is given to something that takes any
   * object, javac calls it an object; its type here is that of its outcomes, if they agree.
   *
   * @throws Deferred if it depends on a class that is not there (yet)
   */
  public TypeMirror type(Tree tree) {
    TypeMirror type = attributed(tree);
    if (tree instanceof ExpressionTree expression
        && type.toString().equals("java.lang.Object")
        && isChoice(expression)) {
      List<TypeMirror> outcomes = Outcomes.of(expression).stream().map(this::attributed).toList();
      TypeMirror first = outcomes.getFirst();
      return outcomes.stream().allMatch(t -> shadow.types().isSameType(first, t)) ? first : type;
    }
    return type;
  }

  private static boolean isChoice(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> isChoice(p.getExpression());
      case ConditionalExpressionTree _, SwitchExpressionTree _ -> true;
      default -> false;
    };
  }

  private TypeMirror attributed(Tree tree) {
    TypeMirror type = shadow.trees().getTypeMirror(new TreePath(path, tree));
    if (type == null || type.getKind() == TypeKind.ERROR) {
      throw new Deferred("the type of '" + text(tree) + "' is not known");
    }
    return type;
  }

  /**
   * The variable, method or class that a tree names.
   *
   * @throws Deferred if it depends on a class that is not there (yet)
   */
  public Element element(Tree tree) {
    Element element = shadow.trees().getElement(new TreePath(path, tree));
    if (element == null || element.asType().getKind() == TypeKind.ERROR) {
      throw new Deferred("'" + text(tree) + "' is not known");
    }
    return element;
  }

  /** A tree as its author wrote it, on one line. */
  public String text(Tree tree) {
    return SourceText.fold(content.substring((int) start(tree), (int) end(tree)));
  }

  /** The place of a tree, for problems. */
  public Place place(Tree tree) {
    long start = start(tree);
    LineMap lines = unit.getLineMap();
    return new Place(
        live,
        Optional.of(new Place.Exact(unit, tree, start, end(tree))),
        file,
        lines.getLineNumber(start),
        lines.getColumnNumber(start));
  }

  /** The place of an annotation among modifiers. */
  public Optional<Place> annotation(ModifiersTree modifiers, Class<?> annotation) {
    return modifiers.getAnnotations().stream()
        .filter(a -> type(a).toString().equals(annotation.getName()))
        .findFirst()
        .map(this::place);
  }

  /** The place of the method's own annotation. */
  public Place annotation() {
    return annotation(tree().getModifiers(), Differentiable.class).orElse(place());
  }

  /** The place of the method as a whole. */
  public Place place() {
    return place(tree());
  }

  /**
   * The span of an expression. Its line is that of the method's name in a call, so that the steps
   * of a chain broken over several lines can be told apart.
   *
   * @param statement the statement it belongs to
   */
  public Span span(Tree expression, Tree statement) {
    return new Span(
        file,
        (int) unit.getLineMap().getLineNumber(nameStart(expression)),
        (int) start(expression),
        (int) end(expression),
        text(statement));
  }

  /** The span of the method; its text is the declaration from the result's type to the body. */
  public Span span() {
    MethodTree method = tree();
    long start = start(method);
    long type = start(method.getReturnType());
    String header = content.substring((int) type, (int) start(method.getBody()));
    int line = (int) unit.getLineMap().getLineNumber(type);
    return new Span(file, line, (int) start, (int) end(method), SourceText.fold(header));
  }

  private long nameStart(Tree expression) {
    if (expression instanceof MethodInvocationTree call) {
      ExpressionTree select = call.getMethodSelect();
      if (select instanceof MemberSelectTree member) {
        return end(member) - member.getIdentifier().length();
      }
    }
    return start(expression);
  }

  private long start(Tree tree) {
    return positions.getStartPosition(unit, tree);
  }

  /** Trees that javac adds, such as the type of {@code var}, have no end of their own. */
  private long end(Tree tree) {
    return Math.max(positions.getEndPosition(unit, tree), start(tree));
  }
}
