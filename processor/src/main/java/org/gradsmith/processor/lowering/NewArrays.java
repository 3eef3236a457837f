/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import java.util.List;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** Lowers {@code new double[n]} and {@code new double[] {a, b}}. */
final class NewArrays {
  private final Body body;

  NewArrays(Body body) {
    this.body = body;
  }

  /** The new array. Elements with a derivative are stored one by one, so that it is followed. */
  Code of(NewArrayTree tree) {
    TypeMirror type = body.source.type(tree);
    if (tree.getInitializers() == null) {
      return sized(tree, JavaTypes.text(type));
    }
    boolean followed =
        JavaTypes.kind(type) == Variable.Kind.ARRAY
            && !body.draft.isPassive()
            && tree.getInitializers().stream().anyMatch(body.varying::isVarying);
    if (followed) {
      return Code.of(filled(tree.getInitializers(), (ArrayType) type, tree));
    }
    Code.Builder code = Code.builder().text("new ").type(JavaTypes.text(type)).text(" {");
    boolean ofObjects = !((ArrayType) type).getComponentType().getKind().isPrimitive();
    if (ofObjects) {
      tree.getInitializers().forEach(body.plain::refuseBoxed);
    }
    body.plain.calls().list(code, tree.getInitializers());
    return code.text("}").impure().build();
  }

  /** What is assigned to a variable that holds an array of numbers. */
  Expression value(ExpressionTree tree) {
    if (tree instanceof NewArrayTree made) {
      Code code = of(made);
      boolean filled = code.parts().getFirst() instanceof Code.Use;
      return filled ? new Expression.Plain(code) : new Expression.NewArray(code);
    }
    return new Expression.Plain(body.plain.of(tree));
  }

  private Code sized(NewArrayTree tree, String type) {
    Code.Builder code = Code.builder().text("new ").type(type.substring(0, type.indexOf('[')));
    tree.getDimensions().forEach(d -> code.text("[").code(body.plain.of(d)).text("]"));
    int dimensions = type.length() - type.replace("[", "").length();
    for (int i = tree.getDimensions().size(); i < dimensions; i++) {
      code.text("[]");
    }
    return code.impure().build();
  }

  /** Arguments of which a method takes any number, as the array that it is given. */
  Variable packed(List<? extends ExpressionTree> elements, ArrayType type, Tree tree) {
    if (JavaTypes.kind(type) == Variable.Kind.ARRAY) {
      return filled(elements, type, tree);
    }
    elements.forEach(body.plain::refuseBoxed);
    String name = JavaTypes.text(body.source.shadow().types().erasure(type));
    Code.Builder code = Code.builder().text("new ").type(name).text(" {");
    body.plain.calls().list(code, elements);
    return body.draft.let("rest", JavaTypes.text(type), code.text("}").impure().build(), tree);
  }

  private Variable filled(List<? extends ExpressionTree> elements, ArrayType type, Tree tree) {
    String element = JavaTypes.text(type.getComponentType());
    Code empty =
        Code.builder()
            .text("new ")
            .type(element)
            .text("[" + elements.size() + "]")
            .impure()
            .build();
    Variable array =
        body.draft.let(body.draft.fresh("array", type), new Expression.NewArray(empty), tree);
    for (int i = 0; i < elements.size(); i++) {
      ExpressionTree each = elements.get(i);
      Variable value = body.reals.variable(each, "value", type.getComponentType());
      body.draft.add(
          new Statement.Store(array, Code.text(Integer.toString(i)), value, body.draft.span(each)));
    }
    return array;
  }
}
