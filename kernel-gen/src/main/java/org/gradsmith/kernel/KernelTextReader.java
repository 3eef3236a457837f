/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;

/** Reads the text form that {@link KernelPlans} describes, a line at a time. */
final class KernelTextReader {
  private static final Pattern HEADER = Pattern.compile(KernelPlans.FORMAT + " (\\d{1,9})");
  private static final Pattern KERNEL = Pattern.compile("(kernel|rows) (\\w+)\\((.*)\\)");
  private static final Pattern INPUT = Pattern.compile("(\\w+): (\\w+)(\\??)");
  private static final Pattern ROW_INPUT =
      Pattern.compile("(\\w+): (\\w+)(\\? (-?(?:NaN|Infinity|\\d[-+.eE\\d]*)))?");
  private static final Pattern LET = Pattern.compile("  let (\\w+) = (.+)");
  private static final Pattern REDUCTION = Pattern.compile("  reduce (\\w+): (\\w+) = (.+)");
  private static final Pattern OUTPUT = Pattern.compile("  (\\w+): (\\w+) = (.+)");

  private final List<FusedPlan> plans = new ArrayList<>();
  private final Set<String> kernelNames = new HashSet<>();

  // The block that is being read; no kernel yet where the name is empty.
  private String kernel = "";
  private int kernelLine;
  private boolean isOverRows;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<OpenRowPlan.Input> rowInputs = new ArrayList<>();
  private final List<Reduction> reductions = new ArrayList<>();
  private final List<OpenRowPlan.Output> rowOutputs = new ArrayList<>();
  private final Map<String, Scalar> named = new HashMap<>();

  private KernelTextReader() {}

  static List<FusedPlan> read(String text) {
    List<String> lines = text.lines().toList();
    readHeader(lines.isEmpty() ? "" : lines.getFirst());
    KernelTextReader reader = new KernelTextReader();
    for (int i = 1; i < lines.size(); i++) {
      reader.readLine(i + 1, lines.get(i).stripTrailing());
    }
    reader.finishKernel();
    return List.copyOf(reader.plans);
  }

  private static void readHeader(String line) {
    Matcher header = HEADER.matcher(line.strip());
    if (!header.matches()) {
      throw new KernelFormatException(
          1,
          "expected '%s %d', found '%s'".formatted(KernelPlans.FORMAT, KernelPlans.VERSION, line));
    }
    int version = Integer.parseInt(header.group(1));
    if (version < 1 || version > KernelPlans.VERSION) {
      throw new KernelFormatException(
          1,
          "these kernels are in version %d of the format, but this Gradsmith reads versions up to %d: use the Gradsmith that compiled them, or compile them again"
              .formatted(version, KernelPlans.VERSION));
    }
  }

  private void readLine(int number, String line) {
    if (line.isEmpty()) {
      return;
    }
    try {
      readStatement(number, line);
    } catch (KernelFormatException located) {
      throw located;
    } catch (IllegalArgumentException problem) {
      throw new KernelFormatException(number, problem);
    }
  }

  private void readStatement(int number, String line) {
    Matcher start = KERNEL.matcher(line);
    if (start.matches()) {
      finishKernel();
      startKernel(number, start.group(1), start.group(2), start.group(3));
      return;
    }
    Matcher let = LET.matcher(line);
    Matcher reduction = REDUCTION.matcher(line);
    Matcher output = OUTPUT.matcher(line);
    boolean reduces = isOverRows && reduction.matches();
    if (!let.matches() && !reduces && !output.matches()) {
      String statement = isOverRows ? "  reduce name: fold = expression" : "kernel name(inputs)";
      throw new IllegalArgumentException(
          "expected '%s', '  let name = expression' or '  name: kind = expression', found '%s'"
              .formatted(statement, line));
    }
    if (kernel.isEmpty()) {
      throw new IllegalArgumentException("'" + line.strip() + "' stands before the first kernel");
    }
    if (let.matches()) {
      name(let.group(1), new ScalarTextReader(let.group(2), named).read());
    } else if (reduces) {
      addReduction(reduction.group(1), reduction.group(2), reduction.group(3));
    } else {
      addOutput(output.group(1), output.group(2), output.group(3));
    }
  }

  private void name(String name, Scalar value) {
    if (named.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("'" + name + "' is named twice");
    }
  }

  private void addReduction(String name, String foldName, String expression) {
    Fold fold =
        choose(
            foldName,
            "reduction",
            Stream.of(Fold.values()).toList(),
            choice -> choice.name().toLowerCase(Locale.ROOT));
    Scalar term = new ScalarTextReader(expression, named).read();
    name(name, Scalar.operand(rowInputs.size() + reductions.size()));
    reductions.add(new Reduction(name, fold, term));
  }

  private void addOutput(String name, String kindName, String expression) {
    if (isOverRows) {
      OpenRowPlan.OutputKind kind =
          choose(kindName, "kind of output", Stream.of(OpenRowPlan.OutputKind.values()).toList());
      Scalar value = new ScalarTextReader(expression, named).read();
      rowOutputs.add(new OpenRowPlan.Output(name, kind, value));
    } else {
      OutputKind kind = choose(kindName, "kind of output", Stream.of(OutputKind.values()).toList());
      Scalar value = new ScalarTextReader(expression, named).read();
      outputs.add(new Output(name, kind, value));
    }
  }

  private void startKernel(int number, String kind, String name, String inputList) {
    if (!kernelNames.add(name)) {
      throw new IllegalArgumentException("two kernels are named '" + name + "'");
    }
    kernel = name;
    kernelLine = number;
    isOverRows = kind.equals("rows");
    Stream.of(inputs, outputs, rowInputs, reductions, rowOutputs).forEach(List::clear);
    named.clear();
    if (!inputList.isEmpty()) {
      for (String text : inputList.split(", ", -1)) {
        Scalar operand = Scalar.operand(named.size());
        named.put(isOverRows ? addRowInput(text) : addInput(text), operand);
      }
    }
  }

  private String addInput(String text) {
    Matcher input = matched(INPUT, text);
    InputKind kind =
        choose(input.group(2), "kind of input", Stream.of(InputKind.values()).toList());
    inputs.add(new Input(input.group(1), kind, !input.group(3).isEmpty()));
    return input.group(1);
  }

  private String addRowInput(String text) {
    Matcher input = matched(ROW_INPUT, text);
    OpenRowPlan.InputKind kind =
        choose(input.group(2), "kind of input", Stream.of(OpenRowPlan.InputKind.values()).toList());
    String absent = input.group(4);
    rowInputs.add(
        new OpenRowPlan.Input(
            input.group(1),
            kind,
            absent != null,
            absent == null ? Double.NaN : Double.parseDouble(absent)));
    return input.group(1);
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher input = pattern.matcher(text);
    if (!input.matches()) {
      throw new IllegalArgumentException("expected an input as 'name: kind', found '" + text + "'");
    }
    return input;
  }

  private void finishKernel() {
    if (kernel.isEmpty()) {
      return;
    }
    try {
      plans.add(
          isOverRows
              ? new OpenRowPlan(kernel, rowInputs, reductions, rowOutputs)
              : new KernelPlan(kernel, inputs, outputs));
    } catch (IllegalArgumentException problem) {
      throw new KernelFormatException(kernelLine, problem);
    }
  }

  private static <E> E choose(String spelling, String what, List<E> choices) {
    return choose(spelling, what, choices, Object::toString);
  }

  private static <E> E choose(
      String spelling, String what, List<E> choices, Function<E, String> spelled) {
    return choices.stream()
        .filter(choice -> spelled.apply(choice).equals(spelling))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no %s; there are %s"
                    .formatted(
                        spelling,
                        what,
                        choices.stream().map(spelled).collect(Collectors.joining(", ")))));
  }
}
