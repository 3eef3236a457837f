/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.List;
import org.gradsmith.ir.flow.CountedLoop;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;

/** Takes blocks within blocks apart; their variables have names of their own anyway. */
final class Flattening extends Rewriting {
  private Flattening() {}

  static FlowMethod flat(FlowMethod method) {
    return new Flattening().of(method);
  }

  @Override
  List<Statement> replaced(Statement statement) {
    return statement instanceof Statement.Block block && CountedLoop.of(block).isEmpty()
        ? block.statements()
        : List.of(statement);
  }
}
