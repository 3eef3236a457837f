/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.shape.Dim;

/**
 * Sizes of a callee as its caller knows them: what the callee names by its declarations, by its
 * parameters or by itself.
 *
 * @param label what stands in front of names that mean nothing to the caller
 * @param arguments for each parameter the caller's tensor, if it is one
 * @param binding what the names in the callee's declarations stand for
 * @param sizes those of the caller's tensors
 */
record CalleeSizes(
    String label, List<Optional<String>> arguments, ShapeBinding binding, TensorSizes sizes) {
  private static final Pattern ELEMENTS = Pattern.compile("\\|([\\w. ]+)\\|");
  private static final Pattern ROWS = Pattern.compile("rows\\(([\\w. ]+)\\)");
  private static final Pattern SIZE = Pattern.compile("(\\w+)\\.size\\((-?\\d+)\\)");

  /**
   * A size of the callee.
   *
   * @param parameters the names of its parameters
   */
  Dim apply(List<String> parameters, Dim size) {
    return SizeText.replace(size, name -> named(parameters, name)).multipliedOut();
  }

  private Dim named(List<String> parameters, Dim name) {
    String text = name.toString();
    Matcher elements = ELEMENTS.matcher(text);
    if (elements.matches()) {
      return of(parameters, elements.group(1), sizes::elements)
          .orElseGet(() -> Dim.named("|" + label + "." + elements.group(1) + "|"));
    }
    Matcher rows = ROWS.matcher(text);
    if (rows.matches()) {
      return binding
          .rows()
          .filter(_ -> parameters.contains(rows.group(1)))
          .orElseGet(() -> Dim.named("rows(" + label + "." + rows.group(1) + ")"));
    }
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      int dim = Integer.parseInt(size.group(2));
      return of(parameters, size.group(1), tensor -> sizes.size(tensor, dim))
          .orElseGet(() -> Dim.named(label + "." + text));
    }
    return name.equals(FlowReport.TIMES) ? name : binding.dim(text);
  }

  private Optional<Dim> of(List<String> parameters, String name, Function<Value, Dim> read) {
    int index = parameters.indexOf(name);
    return index < 0 || index >= arguments.size()
        ? Optional.empty()
        : arguments.get(index).map(tensor -> read.apply(Value.tensor(tensor)));
  }
}
