/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import org.gradsmith.processor.metadata.ClassFacts;
import org.gradsmith.processor.metadata.ClassFacts.Constructor;
import org.gradsmith.processor.metadata.ClassFacts.NewObject;
import org.gradsmith.processor.metadata.Term;

/**
 * Follows the constructors of a class: which final integer field gets which parameter or constant,
 * and which field gets a new object made from which arguments. Only what every run of the
 * constructor does counts; the rest is unknown.
 */
final class ConstructorReader {
  private final Shadow shadow;
  private final FactsBook book;
  private final TypeElement type;
  private final TreePath path;
  private final Fields fields;

  /**
   * Reads a class.
   *
   * @param book facts on its super class
   */
  ConstructorReader(Shadow shadow, FactsBook book, TypeElement type) {
    this.shadow = shadow;
    this.book = book;
    this.type = type;
    this.path = shadow.trees().getPath(type);
    this.fields = new Fields(shadow, path);
  }

  /** The facts; none on records, whose constructors assign unseen. */
  ClassFacts read() {
    List<Constructor> constructors = new ArrayList<>();
    if (type.getKind() == ElementKind.CLASS) {
      for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
        if (member instanceof MethodTree m
            && element(m) instanceof ExecutableElement c
            && c.getKind() == ElementKind.CONSTRUCTOR) {
          constructors.add(new Body(m, c).read());
        }
      }
    }
    return new ClassFacts(constructors);
  }

  private Element element(Tree tree) {
    return shadow.trees().getElement(new TreePath(path, tree));
  }

  /** One constructor on its way through initialisers and statements. */
  private final class Body {
    private final MethodTree tree;
    private final ExecutableElement constructor;
    private final Map<String, Term> integers = new TreeMap<>();
    private final Map<String, NewObject> objects = new TreeMap<>();
    private final Terms terms;

    Body(MethodTree tree, ExecutableElement constructor) {
      this.tree = tree;
      this.constructor = constructor;
      Map<Element, Term> parameters = new HashMap<>();
      for (int i = 0; i < constructor.getParameters().size(); i++) {
        if (!fields.isAssigned(constructor.getParameters().get(i))) {
          parameters.put(constructor.getParameters().get(i), new Term.Parameter(i));
        }
      }
      this.terms = new Terms(shadow, path, parameters, integers);
    }

    Constructor read() {
      Optional<MethodInvocationTree> other = delegation();
      if (other.isPresent() && selects(other.get(), "this")) {
        delegate(other.get());
      } else {
        other.ifPresent(this::construct);
        initialise();
      }
      tree.getBody().getStatements().forEach(this::statement);
      return new Constructor(
          descriptor(constructor), new TreeMap<>(integers), new TreeMap<>(objects));
    }

    /** The call of another constructor: not always the first statement any more. */
    private Optional<MethodInvocationTree> delegation() {
      return tree.getBody().getStatements().stream()
          .filter(ExpressionStatementTree.class::isInstance)
          .map(s -> ((ExpressionStatementTree) s).getExpression())
          .filter(MethodInvocationTree.class::isInstance)
          .map(MethodInvocationTree.class::cast)
          .filter(c -> selects(c, "this") || selects(c, "super"))
          .findFirst();
    }

    private boolean selects(MethodInvocationTree call, String name) {
      return call.getMethodSelect() instanceof IdentifierTree i && i.getName().contentEquals(name);
    }

    private void delegate(MethodInvocationTree call) {
      if (element(call) instanceof ExecutableElement target) {
        MethodTree body = shadow.trees().getTree(target);
        if (body != null) {
          take(new Body(body, target).read(), arguments(call.getArguments(), target));
        }
      }
    }

    /** What the super class's constructor sets belongs to this object too. */
    private void construct(MethodInvocationTree call) {
      Optional<TypeElement> parent = Api.superclass(type).filter(p -> !Api.isModuleBase(p));
      if (parent.isPresent() && element(call) instanceof ExecutableElement target) {
        List<Term> arguments = arguments(call.getArguments(), target);
        book.of(parent.get()).find(descriptor(target)).ifPresent(c -> take(c, arguments));
      }
    }

    /** Takes over what another constructor, called with those arguments, has set. */
    private void take(Constructor other, List<Term> arguments) {
      other.integers().forEach((f, t) -> integers.put(f, substitute(t, arguments)));
      other.objects().forEach((f, o) -> objects.put(f, substitute(o, arguments)));
    }

    private void initialise() {
      for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
        if (member instanceof VariableTree field && field.getInitializer() != null) {
          assign(element(field), field.getInitializer());
        } else if (member instanceof BlockTree block && !block.isStatic()) {
          block.getStatements().forEach(this::statement);
        }
      }
    }

    private void statement(StatementTree statement) {
      if (statement instanceof ExpressionStatementTree s
          && s.getExpression() instanceof AssignmentTree assignment) {
        assign(element(assignment.getVariable()), assignment.getExpression());
      }
    }

    private void assign(Element target, ExpressionTree value) {
      if (!(target instanceof VariableElement field)
          || field.getKind() != ElementKind.FIELD
          || field.getModifiers().contains(Modifier.STATIC)
          || !fields.isFixed(field)) {
        return;
      }
      String name = field.getSimpleName().toString();
      if (field.asType().getKind() == TypeKind.INT || field.asType().getKind() == TypeKind.LONG) {
        Term term = terms.of(value);
        if (!(term instanceof Term.Unknown)) {
          integers.put(name, term);
        }
      } else if (value instanceof NewClassTree created
          && created.getClassBody() == null
          && element(created) instanceof ExecutableElement made
          && !Api.isTensor(field.asType())) {
        objects.put(
            name,
            new NewObject(
                shadow.elements().getBinaryName(Api.owner(made)).toString(),
                descriptor(made),
                arguments(created.getArguments(), made)));
      }
    }

    private List<Term> arguments(
        List<? extends ExpressionTree> arguments, ExecutableElement target) {
      return target.isVarArgs() ? List.of() : arguments.stream().map(terms::of).toList();
    }
  }

  private String descriptor(ExecutableElement constructor) {
    return Descriptors.of(constructor, shadow.elements(), shadow.types());
  }

  private static NewObject substitute(NewObject object, List<Term> arguments) {
    return new NewObject(
        object.className(),
        object.descriptor(),
        object.arguments().stream().map(t -> substitute(t, arguments)).toList());
  }

  private static Term substitute(Term term, List<Term> arguments) {
    return switch (term) {
      case Term.Parameter(int index) ->
          index < arguments.size() ? arguments.get(index) : new Term.Unknown();
      case Term.Arithmetic a ->
          Terms.simplified(
              new Term.Arithmetic(
                  a.operator(), substitute(a.left(), arguments), substitute(a.right(), arguments)));
      case Term.Literal _, Term.Unknown _ -> term;
    };
  }
}
