/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.op.AttributeSpec.Kind;

/**
 * Writes the runtime's class {@code Primitives}, a function for each row, in the order of the
 * table:
 *
 * <pre>
 * private static final Op SUM_DIM = row("sumDim");
 *
 * /** {@code sumDim}, whose result is promoted, integers int64. *&#47;
 * public static Tensor sumDim(Tensor x, long dim, long keepDim) {
 *   return pushed(SUM_DIM, new &#64;Nullable Tensor[] {x}, new Object[] {dim, keepDim})[0];
 * }
 * </pre>
 */
public final class PrimitivesWriter {
  private static final String FILE = "org/gradsmith/tensor/Primitives.java";
  private static final int WIDTH = 100;

  private static final String HEAD =
      """
      /* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
      package org.gradsmith.tensor;

      import org.gradsmith.autograd.ForwardMode;
      import org.gradsmith.ir.DType;
      import org.gradsmith.ir.op.Op;
      import org.gradsmith.ir.op.OpTable;
      import org.jspecify.annotations.Nullable;

      /**
       * Every op of the table as a plain function that records nothing: what generated code calls.
       * Operands that have tangents give them to the results, as in all of forward mode. The parameters
       * are the op's operands, then its attributes, in the order of the table; flags are 0 or
       * 1, and a dimension may count from the end (-1 is the last one). A function that takes a number
       * as a long keeps integer tensors integers. Written from the table by PrimitivesWriter.
       */
      public final class Primitives {
        private Primitives() {}

        /**
         * Runs an op, and nothing else: checks shapes and dtypes by its rules, then executes it where the operands lie.
         *
         * @param operands null only where the operand is optional
         * @param attributes Long, Double, long[] or DType, as their kinds say
         * @return all results, the hidden ones behind the first
         */
        public static Tensor[] run(Op op, @Nullable Tensor[] operands, Object... attributes) {
          return Execution.run(op, operands, attributes);
        }

        /**
         * Gives the memory of these tensors back at once. Only for storages that the caller owns: whoever
         * uses one of them later, through any view, gets an error.
         */
        public static void release(@Nullable Tensor... tensors) {
          for (Tensor tensor : tensors) {
            if (tensor != null) {
              tensor.storage().release();
            }
          }
        }

        private static Op row(String name) {
          return OpTable.find(name).orElseThrow();
        }

        private static Tensor[] pushed(Op op, @Nullable Tensor[] operands, Object... attributes) {
          Tensor[] results = Execution.run(op, operands, attributes);
          if (ForwardMode.isActive()) {
            ForwardMode.push(op, attributes, operands, results);
          }
          return results;
        }

      """;

  private PrimitivesWriter() {}

  /**
   * Writes the class below a source folder, unless it is there already: its date then tells javac
   * that nothing changed.
   *
   * @param arguments the source folder
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0], FILE);
    String text = text();
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
    }
  }

  /** The class, in Java. */
  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Op op : OpTable.all()) {
      text.append("  private static final Op %s = row(\"%s\");\n".formatted(constant(op), op));
    }
    for (Op op : OpTable.all()) {
      if (op.attributes().stream().anyMatch(a -> a.kind() == Kind.NUMBER)) {
        text.append(function(op, "long"));
      }
      text.append(function(op, "double"));
    }
    return text.append("}\n").toString();
  }

  private static String function(Op op, String number) {
    boolean one = op.results().size() == 1;
    String head = "  public static %s %s(".formatted(one ? "Tensor" : "Tensor[]", op);
    String body =
        "pushed(%s, %s%s)%s;"
            .formatted(constant(op), operands(op), attributes(op), one ? "[0]" : "");
    return "\n  /** {@code %s}, whose %s. */\n".formatted(op, results(op))
        + broken(head, String.join(", ", parameters(op, number)) + ") {")
        + broken("    return ", body)
        + "  }\n";
  }

  /** Two parts of a statement, on one line if it is not too long. */
  private static String broken(String head, String rest) {
    boolean fits = head.length() + rest.length() <= WIDTH;
    int indent = head.length() - head.stripLeading().length() + 4;
    return (fits ? head : head.stripTrailing() + "\n" + " ".repeat(indent)) + rest + "\n";
  }

  private static List<String> parameters(Op op, String number) {
    List<String> parameters = new ArrayList<>();
    for (Operand operand : op.operands()) {
      String type =
          operand.variadic() ? "Tensor[] " : operand.optional() ? "@Nullable Tensor " : "Tensor ";
      parameters.add(type + operand.name());
    }
    List<AttributeSpec> attributes = op.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      String type =
          switch (attributes.get(i).kind()) {
            case INT -> "long";
            case SHAPE -> i == attributes.size() - 1 ? "long..." : "long[]";
            case NUMBER -> number;
            case DTYPE -> "DType";
          };
      parameters.add(type + " " + attributes.get(i).name());
    }
    return parameters;
  }

  private static String operands(Op op) {
    return op.isVariadic()
        ? op.operands().getFirst().name()
        : op.operands().stream()
            .map(Operand::name)
            .collect(Collectors.joining(", ", "new @Nullable Tensor[] {", "}"));
  }

  private static String attributes(Op op) {
    return op.attributes().isEmpty()
        ? ""
        : op.attributes().stream()
            .map(AttributeSpec::name)
            .collect(Collectors.joining(", ", ", new Object[] {", "}"));
  }

  private static String results(Op op) {
    String dtypes = op.results().stream().map(OpReference::dtype).collect(Collectors.joining("; "));
    String dtype = (op.results().size() == 1 ? "dtype is " : "dtypes are ") + dtypes;
    return op.isView()
        ? dtype + "; it may share the memory of " + op.operands().getFirst().name()
        : dtype;
  }

  /** {@code sumDim} as {@code SUM_DIM}. */
  private static String constant(Op op) {
    return Stream.of(op.name().split("(?=[A-Z])", -1))
        .map(word -> word.toUpperCase(Locale.ROOT))
        .collect(Collectors.joining("_"));
  }
}
