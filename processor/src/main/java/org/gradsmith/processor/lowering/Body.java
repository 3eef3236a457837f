/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.MethodSource;

/**
 * What the lowering of one method shares: its draft, what is known of it, and the parts that lower.
 */
final class Body {
  final MethodSource source;
  final BodyDraft draft;
  final Varying varying;
  final VaryingArrays arrays;
  final Carriers carriers;
  final Assigned assigned;
  final TypeElement owner;
  final Variable self;
  final Plain plain;
  final Reals reals;
  final Tensors tensors;
  final Calls calls;
  final Fields fields;
  final Reach reach;
  final Embedded embedded;
  final ArrayCalls arrayCalls;
  final ForeignCalls foreign;
  final Records records;
  final Patterns patterns;
  final Functions functions;
  final Lost lost;

  /** What takes the values of the switch expressions around, innermost first. */
  final Deque<Consumer<ExpressionTree>> yields = new ArrayDeque<>();

  /** Set once, before the first statement. */
  Optional<Statements> statements = Optional.empty();

  /** Un-annotated methods of the same top-level class that need sweeps of their own. */
  final Set<ExecutableElement> helpers = new LinkedHashSet<>();

  Body(MethodSource source, BodyDraft draft, TypeElement owner, Variable self, String sweep) {
    this.source = source;
    this.draft = draft;
    this.owner = owner;
    this.self = self;
    this.varying = new Varying(source);
    this.arrays = new VaryingArrays(source, varying);
    this.carriers = new Carriers(source, varying, arrays);
    boolean grown;
    do {
      grown = varying.grow(carriers);
      grown |= arrays.grow();
      grown |= carriers.grow();
    } while (grown);
    this.assigned = new Assigned(source);
    this.lost = new Lost(source, draft);
    this.fields = new Fields(this);
    this.reach = new Reach(this);
    this.embedded = new Embedded(this);
    this.arrayCalls = new ArrayCalls(this);
    this.foreign = new ForeignCalls(this);
    this.records = new Records(this);
    this.patterns = new Patterns(this);
    this.functions = new Functions(this, sweep);
    this.plain = new Plain(this);
    this.reals = new Reals(this);
    this.tensors = new Tensors(this);
    this.calls = new Calls(this);
  }
}
