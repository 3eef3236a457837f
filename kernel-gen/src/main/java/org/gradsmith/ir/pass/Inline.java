/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;

/**
 * Replaces calls of modules by the bodies of their {@code forward}, where the declared class fixes
 * which body runs. What comes from a callee is named after the member it was called on, and stands
 * at the place of the call.
 */
public final class Inline {
  /**
   * A call that was inlined.
   *
   * @param module the object it was called on, as the method names it
   * @param callee the body that was taken
   * @param hooks whether hooks of the module must be asked for
   */
  public record Call(Value module, Method callee, boolean hooks) {}

  /**
   * What inlining gives.
   *
   * @param method the method without the inlined calls
   * @param calls what was inlined, in order
   */
  public record Result(Method method, List<Call> calls) {}

  private final Names names = new Names();
  private final List<Call> calls = new ArrayList<>();
  private final List<Node> body = new ArrayList<>();
  private final Substitution passedThrough = new Substitution();

  private final Predicate<Node.CallModule> allowed;

  private Inline(Predicate<Node.CallModule> allowed) {
    this.allowed = allowed;
  }

  /**
   * The method without those calls whose callee is known and that may be inlined.
   *
   * @param allowed whether the callee uses only what generated code beside the method can reach
   */
  public static Result apply(Method method, Predicate<Node.CallModule> allowed) {
    Inline pass = new Inline(allowed);
    method.self().ifPresent(v -> pass.names.take(v.name()));
    method.parameters().forEach(v -> pass.names.take(v.name()));
    method.body().forEach(n -> n.results().forEach(v -> pass.names.take(v.name())));
    method.body().forEach(n -> pass.inline(pass.passedThrough.of(n)));
    return new Result(
        method.with(method.parameters(), pass.body, pass.passedThrough.of(method.result())),
        List.copyOf(pass.calls));
  }

  private void inline(Node node) {
    if (node instanceof Node.CallModule call && call.callee().isPresent() && allowed.test(call)) {
      inline(call, call.callee().get());
    } else {
      body.add(node);
    }
  }

  private void inline(Node.CallModule call, Method callee) {
    calls.add(new Call(call.module(), callee, call.hooks()));
    Substitution inside = new Substitution();
    callee.self().ifPresent(self -> inside.put(self, call.module()));
    for (int i = 0; i < callee.parameters().size(); i++) {
      inside.put(callee.parameters().get(i), call.operands().get(i));
    }
    boolean resultIsNew = false;
    for (Node node : callee.body()) {
      for (Value result : node.results()) {
        if (result.equals(callee.result())) {
          inside.put(result, call.result());
          resultIsNew = true;
        } else {
          String name = Names.join(call.module().name(), Names.stem(result.name()));
          inside.put(result, new Value(names.fresh(name), result.type()));
        }
      }
    }
    for (Node node : callee.body()) {
      inline(at(call.span(), inside.of(passedThrough.of(node))));
    }
    if (!resultIsNew) {
      passedThrough.put(call.result(), passedThrough.of(inside.of(callee.result())));
    }
  }

  private static Node at(Span span, Node node) {
    return switch (node) {
      case Node.Read r -> new Node.Read(r.object(), r.member(), r.result(), span);
      case Node.Apply a -> new Node.Apply(a.op(), a.operands(), a.attributes(), a.results(), span);
      case Node.CallModule c ->
          new Node.CallModule(c.module(), c.operands(), c.result(), c.callee(), c.hooks(), span);
    };
  }
}
