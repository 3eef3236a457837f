/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A layer for kernels to run.
 *
 * @param seed the program, and what its tensors are drawn from
 * @param fields the shape of each field, as {@link LayerDraft#sizes} reads it
 * @param isStructured whether it has control flow: a way that is never taken
 */
record RandomLayer(String name, long seed, List<Integer> fields, String body, boolean isStructured)
    implements Compilable {
  static RandomLayer of(String name, long seed, boolean isStructured) {
    LayerDraft draft = new LayerDraft(Choices.random(seed));
    String body = draft.body();
    return new RandomLayer(name, seed, draft.fields(), body, isStructured);
  }

  /** The resource with the kernels of the layer, if it has some. */
  String kernels() {
    return "random/" + name + (isStructured ? "__forward__rows1.kernels" : "__AD.kernels");
  }

  @Override
  public Map<String, String> sources() {
    return Map.of(name, text());
  }

  String text() {
    String declared =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "  private final Tensor f%d;%n".formatted(i))
            .collect(Collectors.joining());
    String assigned =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "    f%1$d = fields[%1$d];%n".formatted(i))
            .collect(Collectors.joining());
    return """
    package random;
    import org.gradsmith.annotation.Differentiable;
    import org.gradsmith.tensor.Tensor;
    public final class %1$s extends org.gradsmith.nn.UnaryModule {
    %2$s  public %1$s(Tensor[] fields) {
    %3$s  }
      @Differentiable @Override
      public Tensor forward(Tensor x) {
    %4$s%5$s  }
    }
    """
        .formatted(
            name, declared, assigned, isStructured ? "    if (x.dim() > 9) return x;\n" : "", body);
  }
}
