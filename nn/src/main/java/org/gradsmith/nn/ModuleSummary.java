/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;

/** The table that {@link UnaryModule#summary} prints: one dry run, watched by hooks. */
final class ModuleSummary {
  private static final String[] TITLES = {"Layer", "Type", "Output shape", "Parameters"};

  private record Row(String name, String type, String shape, String parameters) {
    String[] cells() {
      return new String[] {name, type, shape, parameters};
    }
  }

  private ModuleSummary() {}

  static String of(UnaryModule net, long... inputShape) {
    List<Row> rows = new ArrayList<>();
    List<HookHandle> handles = new ArrayList<>();
    Set<Module> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      net.namedModules()
          .forEach((name, module) -> {
            if (!name.isEmpty()) {
              handles.add(
                  module.observe(
                      output -> rows.add(row(name, module, output, counted.add(module)))));
            }
          });
      dryRun(net, inputShape);
    } finally {
      handles.forEach(HookHandle::remove);
    }
    return table(ModuleText.typeName(net), rows) + totals(net.parameters());
  }

  private static void dryRun(UnaryModule net, long... inputShape) {
    IdentityHashMap<Module, Boolean> training = new IdentityHashMap<>();
    net.modules().forEach(module -> training.put(module, module.isTraining()));
    IdentityHashMap<Tensor, Tensor> buffers = new IdentityHashMap<>();
    net.writtenByCalls().forEach(buffer -> buffers.put(buffer, buffer.copy()));
    DType dtype = net.parameters().stream().findFirst().map(Tensor::dtype).orElse(DType.FLOAT32);
    Generator.State random = Generator.standard().state();
    net.eval();
    try (var _ = Autograd.noGrad();
        var _ = Mode.OFF.scope()) {
      net.call(Tensor.zeros(dtype, inputShape));
      buffers.forEach(Tensor::copyFrom);
    } finally {
      training.forEach(Module::trainOnlyThis);
      Generator.standard().restore(random);
    }
  }

  private static Row row(String name, Module module, Object output, boolean first) {
    long parameters = ModuleTree.ownParameters(module).stream().mapToLong(Tensor::numel).sum();
    String shape = output instanceof Tensor tensor ? Arrays.toString(tensor.shape()) : "";
    return new Row(name, ModuleText.typeName(module), shape, first ? count(parameters) : "(again)");
  }

  private static String table(String title, List<Row> rows) {
    List<String[]> lines = new ArrayList<>(List.<String[]>of(TITLES));
    rows.forEach(row -> lines.add(row.cells()));
    int[] widths = new int[TITLES.length];
    for (String[] line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    String rule = "-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1)) + "\n";
    String format =
        "%%-%ss  %%-%ss  %%-%ss  %%%ss".formatted(widths[0], widths[1], widths[2], widths[3]);
    String body =
        lines.stream()
            .map(line -> String.format(Locale.ROOT, format, (Object[]) line).stripTrailing())
            .collect(Collectors.joining("\n"));
    return title + "\n" + rule + body.replaceFirst("\n", "\n" + rule) + "\n" + rule;
  }

  private static String totals(Collection<Tensor> parameters) {
    long all = parameters.stream().mapToLong(Tensor::numel).sum();
    long trainable =
        parameters.stream().filter(Tensor::requiresGrad).mapToLong(Tensor::numel).sum();
    return "Parameters: %s, trainable: %s\n".formatted(count(all), count(trainable));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
