/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;

/** Checks a whole state against a module's tensors, then copies it. */
final class StateDict {
  private StateDict() {}

  static void load(String module, Map<String, Tensor> own, Map<String, Tensor> state) {
    List<String> problems = new ArrayList<>();
    own.forEach((name, tensor) -> {
      Tensor given = state.get(name);
      if (given == null) {
        problems.add("missing: " + text(name, tensor));
      } else if (!fits(tensor, given)) {
        problems.add(
            "does not fit: %s, but the module has %s"
                .formatted(text(name, given), typeAndShape(tensor)));
      }
    });
    state.forEach((name, tensor) -> {
      if (!own.containsKey(name)) {
        problems.add("unexpected: " + text(name, tensor));
      }
    });
    if (!problems.isEmpty()) {
      throw new StateDictException(
          "the state does not fit %s, so nothing was loaded:%n  %s"
              .formatted(module, String.join(System.lineSeparator() + "  ", problems)));
    }
    try (var _ = Autograd.noGrad()) {
      own.forEach((name, tensor) -> tensor.copyFrom(Objects.requireNonNull(state.get(name))));
    }
  }

  private static boolean fits(Tensor own, Tensor given) {
    boolean bothFloating = own.dtype().isFloating() && given.dtype().isFloating();
    return (own.dtype() == given.dtype() || bothFloating)
        && Arrays.equals(own.shape(), given.shape());
  }

  private static String text(String name, Tensor tensor) {
    return "'" + name + "' " + typeAndShape(tensor);
  }

  private static String typeAndShape(Tensor tensor) {
    return tensor.dtype() + " " + Arrays.toString(tensor.shape());
  }
}
