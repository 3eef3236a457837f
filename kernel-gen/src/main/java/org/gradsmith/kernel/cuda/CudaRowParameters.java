/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.LocalNames;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;

/** What a kernel over rows takes: the names of its parameters in C, and their declarations. */
final class CudaRowParameters {
  private final RowPlan plan;
  private final LocalNames names = CudaRowWriter.localNames();
  private final List<String> outputs = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final SortedMap<Integer, String> numbers = new TreeMap<>();

  CudaRowParameters(RowPlan plan) {
    this.plan = plan;
    plan.outputs().forEach(output -> outputs.add(unique(output.name())));
    plan.inputs().forEach(input -> inputs.add(unique(input.name())));
    CudaRowWriter.numbers(plan).forEach(n -> numbers.put(n, unique("number" + n)));
  }

  String output(int index) {
    return outputs.get(index);
  }

  String input(int index) {
    return inputs.get(index);
  }

  /** The name of a number that is given at the call. */
  String number(int index) {
    return numbers.getOrDefault(index, "");
  }

  /** A name for something else in the kernel. */
  String unique(String name) {
    return names.unique(CudaRowWriter.symbol(name));
  }

  /** The first of {@code t0}, {@code t1}, ... that is new. */
  String next(String prefix) {
    return names.next(prefix);
  }

  /** The lines of the declarations. */
  String text() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < outputs.size(); i++) {
      Result output = plan.outputs().get(i);
      lines.append(
          "    %s* __restrict__ %s,  // %s\n"
              .formatted(type(output.stored()), outputs.get(i), lies(output.target())));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Input input = plan.inputs().get(i);
      String lies = lies(input.place()) + (input.optional() ? ", null if absent" : "");
      lines.append("    const SCALAR* __restrict__ %s,  // %s\n".formatted(inputs.get(i), lies));
    }
    numbers.values().forEach(number -> lines.append("    double %s,\n".formatted(number)));
    return lines.toString();
  }

  private static String type(Stored stored) {
    return switch (stored) {
      case COMPUTED -> "SCALAR";
      case INT64 -> "long long";
      case BOOL -> "bool";
    };
  }

  private static String lies(Target target) {
    return switch (target) {
      case FULL -> "(rows, columns)";
      case ROW -> "one per row";
      case COLUMN_SUM -> "(blocks, columns), for " + CudaRowWriter.PARTIAL_SUMS;
    };
  }

  private static String lies(Place place) {
    return switch (place) {
      case FULL -> "(rows, columns)";
      case COLUMN -> "one per column";
      case ROW -> "one per row";
      case SCALAR -> "one";
    };
  }
}
