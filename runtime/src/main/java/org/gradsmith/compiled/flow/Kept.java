/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.lang.reflect.Array;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are now, from which something can run again: what arrays hold, and where the
 * random numbers are, those of the standard generator included.
 */
final class Kept {
  private final @Nullable Object[] values;
  private final @Nullable Object[] contents;
  private final Generator.State standard = Generator.standard().state();

  Kept(@Nullable Object... values) {
    this.values = values;
    this.contents = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      contents[i] =
          switch (values[i]) {
            case Generator generator -> generator.state();
            case Tensor tensor -> SavedTensor.of(tensor, "a checkpoint", "state " + i);
            case null, default -> UserRule.copy(values[i]);
          };
    }
  }

  int size() {
    return values.length;
  }

  @Nullable Object value(int index) {
    return values[index];
  }

  /** Puts everything back as it was; a tensor that was written to since is an error. */
  void restore() {
    Generator.standard().restore(standard);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Generator generator && contents[i] instanceof Generator.State state) {
        generator.restore(state);
      } else if (contents[i] instanceof SavedTensor saved) {
        saved.unpack();
      } else if (value != null && value.getClass().isArray()) {
        restore(value, contents[i]);
      }
    }
  }

  private static void restore(Object array, @Nullable Object content) {
    if (content == null) {
      return;
    }
    if (!(array instanceof Object[] parts)) {
      System.arraycopy(content, 0, array, 0, Array.getLength(array));
      return;
    }
    for (int i = 0; i < parts.length; i++) {
      @Nullable Object copy = ((@Nullable Object[]) content)[i];
      Object part = parts[i];
      if (part != null && part.getClass().isArray()) {
        restore(part, copy);
      } else {
        parts[i] = copy;
      }
    }
  }
}
