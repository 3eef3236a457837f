/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;

/** Reads the text form that {@link KernelPlans} describes, a line at a time. */
final class KernelTextReader {
  private static final Pattern HEADER = Pattern.compile(KernelPlans.FORMAT + " (\\d{1,9})");
  private static final Pattern KERNEL = Pattern.compile("kernel (\\w+)\\((.*)\\)");
  private static final Pattern INPUT = Pattern.compile("(\\w+): (\\w+)(\\??)");
  private static final Pattern LET = Pattern.compile("  let (\\w+) = (.+)");
  private static final Pattern OUTPUT = Pattern.compile("  (\\w+): (\\w+) = (.+)");

  private final List<KernelPlan> plans = new ArrayList<>();
  private final Set<String> kernelNames = new HashSet<>();

  // The block that is being read; no kernel yet where the name is empty.
  private String kernel = "";
  private int kernelLine;
  private List<Input> inputs = List.of();
  private final List<Output> outputs = new ArrayList<>();
  private final Map<String, Scalar> named = new HashMap<>();

  private KernelTextReader() {}

  static List<KernelPlan> read(String text) {
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
      startKernel(number, start.group(1), start.group(2));
      return;
    }
    Matcher let = LET.matcher(line);
    Matcher output = OUTPUT.matcher(line);
    if (!let.matches() && !output.matches()) {
      throw new IllegalArgumentException(
          "expected 'kernel name(inputs)', '  let name = expression' or '  name: kind = expression', found '%s'"
              .formatted(line));
    }
    if (kernel.isEmpty()) {
      throw new IllegalArgumentException("'" + line.strip() + "' stands before the first kernel");
    }
    if (let.matches()) {
      Scalar value = new ScalarTextReader(let.group(2), named).read();
      if (named.putIfAbsent(let.group(1), value) != null) {
        throw new IllegalArgumentException("'" + let.group(1) + "' is named twice");
      }
    } else {
      OutputKind kind =
          choose(output.group(2), "kind of output", Stream.of(OutputKind.values()).toList());
      Scalar value = new ScalarTextReader(output.group(3), named).read();
      outputs.add(new Output(output.group(1), kind, value));
    }
  }

  private void startKernel(int number, String name, String inputList) {
    if (!kernelNames.add(name)) {
      throw new IllegalArgumentException("two kernels are named '" + name + "'");
    }
    kernel = name;
    kernelLine = number;
    outputs.clear();
    named.clear();
    List<Input> read = new ArrayList<>();
    if (!inputList.isEmpty()) {
      for (String text : inputList.split(", ", -1)) {
        named.put(addInput(read, text), Scalar.operand(read.size() - 1));
      }
    }
    inputs = read;
  }

  private static String addInput(List<Input> read, String text) {
    Matcher input = INPUT.matcher(text);
    if (!input.matches()) {
      throw new IllegalArgumentException("expected an input as 'name: kind', found '" + text + "'");
    }
    InputKind kind =
        choose(input.group(2), "kind of input", Stream.of(InputKind.values()).toList());
    read.add(new Input(input.group(1), kind, !input.group(3).isEmpty()));
    return input.group(1);
  }

  private void finishKernel() {
    if (kernel.isEmpty()) {
      return;
    }
    try {
      plans.add(new KernelPlan(kernel, inputs, outputs));
    } catch (IllegalArgumentException problem) {
      throw new KernelFormatException(kernelLine, problem);
    }
  }

  private static <E> E choose(String spelling, String what, List<E> choices) {
    return choices.stream()
        .filter(choice -> choice.toString().equals(spelling))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no %s; there are %s"
                    .formatted(
                        spelling,
                        what,
                        choices.stream().map(Object::toString).collect(Collectors.joining(", ")))));
  }
}
