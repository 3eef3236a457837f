/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.CountedLoop;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Stores after which the element keeps its value for good: the reverse sweep finds the number there
 * again. They are the only ones to an array that nobody else writes to, and run once for the array,
 * or in a loop that counts up, each turn of which has an element of its own.
 */
final class LastingStores {
  private final Set<Variable> once;
  private final ArrayUses arrays;
  private final Map<Variable, Integer> stores = new HashMap<>();
  private final Map<Variable, Integer> depths = new HashMap<>();
  private final List<Optional<Variable>> counters = new ArrayList<>();
  private final Set<Statement> found = Collections.newSetFromMap(new IdentityHashMap<>());

  private LastingStores(Set<Variable> once, ArrayUses arrays) {
    this.once = once;
    this.arrays = arrays;
  }

  /** The lasting stores of a method, by identity. */
  static Set<Statement> of(FlowMethod method, Set<Variable> once, ArrayUses arrays) {
    LastingStores lasting = new LastingStores(once, arrays);
    Activity.walk(
        method.body(),
        s -> {
          if (s instanceof Statement.Store store) {
            lasting.stores.merge(store.array(), 1, Integer::sum);
          }
        });
    lasting.visit(method.body());
    return lasting.found;
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Block block -> block(block);
      case Statement.Assign assign -> {
        if (assign.declares() && arrays.isConfined(assign.target())) {
          depths.put(assign.target(), counters.size());
        }
      }
      case Statement.Store store -> {
        if (isLasting(store)) {
          found.add(store);
        }
      }
      case Statement.If choice -> {
        visit(choice.then());
        visit(choice.otherwise());
      }
      case Statement.Guarded guarded -> {
        visit(guarded.body());
        visit(guarded.end());
      }
      case Statement.Loop loop -> loop(loop, Optional.empty());
      case Statement.Declare _,
          Statement.Apply _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ -> {}
    }
  }

  private void block(Statement.Block block) {
    Optional<CountedLoop> counted =
        CountedLoop.of(block).filter(c -> c.loop().checkpoints().isEmpty());
    int others = block.statements().size() - (counted.isPresent() ? 1 : 0);
    block.statements().subList(0, others).forEach(this::visit);
    counted.ifPresent(c -> loop(c.loop(), Optional.of(c.index())));
  }

  private void loop(Statement.Loop loop, Optional<Variable> counter) {
    counters.add(counter);
    visit(loop.test());
    visit(loop.body());
    counters.removeLast();
  }

  private boolean isLasting(Statement.Store store) {
    Integer depth = depths.get(store.array());
    if (depth == null
        || stores.getOrDefault(store.array(), 0) != 1
        || !store.index().pure()
        || !store.array().type().equals(store.value().type() + "[]")) {
      return false;
    }
    List<Optional<Variable>> since = counters.subList(depth, counters.size());
    return since.isEmpty()
        ? once.containsAll(store.index().reads())
        : since.size() == 1
            && since.getFirst().map(Code::of).filter(store.index()::equals).isPresent();
  }
}
