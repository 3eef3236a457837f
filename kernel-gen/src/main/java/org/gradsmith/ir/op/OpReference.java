/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes the reference page of the op table, docs/ops.md. */
public final class OpReference {
  private static final String HEAD =
      """
      # The op table

      Written from the table by `OpReference`; a test compares the two. Every row is a primitive op, of which the methods of
      `Tensor` and the functions of `nn.functional` are made.

      - **operands**: `?` marks an optional one, `...` one that stands for any number. An operand in parentheses takes no part in
        finding the dtype of the result.
      - **dtype** of each result: *promoted* is PyTorch's promotion of the operands, *float* the same with integers made the default
        floating dtype.
      - **gradients**: for which operands there is one, and how the forward derivative is found: by a *rule*, or by *transposing* the gradient.
      - **batching**: how the op runs on a batch of examples at once (decision 10): *broadcast*, as one more *leading* dimension, with the
        dimensions that attributes name *shifted*, by a rule of its *own*, or once per example in a *loop*.
      - **kinks**: what the derivative is where there is none.

      | op | operands | attributes | dtype | gradients | batching | kinks |
      |---|---|---|---|---|---|---|
      """;

  private OpReference() {}

  /** The page, in Markdown. */
  public static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    OpTable.all().stream()
        .sorted(Comparator.comparing(Op::name))
        .forEach(op -> page.append(row(op)).append('\n'));
    return page.toString();
  }

  private static String row(Op op) {
    List<String> operands = new ArrayList<>();
    List<String> gradients = new ArrayList<>();
    for (Operand operand : op.operands()) {
      String name =
          operand.name() + (operand.optional() ? "?" : "") + (operand.variadic() ? "..." : "");
      operands.add(operand.promotes() ? name : "(" + name + ")");
      if (operand.vjp().isPresent()) {
        boolean byRule = operand.jvp().isPresent() && op.differentiableResults() == 1;
        gradients.add(operand.name() + (byRule ? ": rule" : ": transposing"));
      }
    }
    List<String> attributes = new ArrayList<>();
    for (AttributeSpec attribute : op.attributes()) {
      attributes.add(attribute.name() + ": " + attribute.kind().name().toLowerCase(Locale.ROOT));
    }
    List<String> dtypes = op.results().stream().map(OpReference::dtype).toList();
    return "| `%s`%s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            op.name(),
            op.isView() ? " (view)" : "",
            String.join(", ", operands),
            String.join(", ", attributes),
            String.join(", ", dtypes),
            gradients.isEmpty() ? "none" : String.join(", ", gradients),
            op.batching().kind(),
            op.kink().replace("|", "\\|"));
  }

  static String dtype(DTypeRule rule) {
    return switch (rule) {
      case PROMOTE -> "promoted";
      case PROMOTE_UNLESS_BOOL -> "promoted, not bool";
      case PROMOTE_WITHOUT_BOOL -> "promoted, none bool";
      case PROMOTE_FLOAT -> "float";
      case FIRST -> "first operand's";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case BOOL -> "bool";
      case PROMOTE_SUM -> "promoted, integers int64";
      case GIVEN -> "as given";
    };
  }
}
