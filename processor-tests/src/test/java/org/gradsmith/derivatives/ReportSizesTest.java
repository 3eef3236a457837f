/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far reports follow sizes by name, and what they add up of methods that are called. */
final class ReportSizesTest {
  private static final String PROGRAM =
      """
      package p;
      import java.util.List;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.annotation.Shape;
      import org.gradsmith.nn.BinaryModule;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.nn.layer.Linear;
      import org.gradsmith.tensor.Tensor;
      final class Sized {
        static final class Views extends UnaryModule {
          private final int heads;
          private final Linear up;
          final int open;

          Views(int heads, int wide) {
            this.heads = heads;
            this.open = heads;
            up = new Linear(wide, 3 * wide);
          }

          @Differentiable
          @Override
          public Tensor forward(@Shape("N, T, wide") Tensor x) {
            List<Tensor> parts = up.call(x).chunk(3, -1);
            Tensor q = parts.get(0);
            Tensor k = parts.get(1).mul(parts.get(2));
            Tensor spread = q.sum(1).unsqueeze(1).expand(x.size(0), x.size(1), x.size(2)).exp();
            Tensor joined = Tensor.cat(List.of(q, k), 1).exp();
            Tensor pair = Tensor.stack(List.of(q, k), 0).exp();
            Tensor flat = joined.flatten(1, 2).tanh();
            Tensor split = spread.view(x.size(0), x.size(1), heads, -1).transpose(1, 2).exp();
            Tensor one = split.select(1, 0).permute(1, 0, 2).exp();
            Tensor rows = q.view(-1, open).tanh();
            Tensor part = split.narrow(2, 0, 5).exp();
            Tensor means = split.mean(new long[] {0, 2}, true).exp();
            Tensor largest = split.amax(new long[] {1}, false).exp();
            Tensor squares = q.matmul(k.transpose(1, 2)).exp();
            return rows.sum().add(pair.sum()).add(flat.sum()).add(one.sum()).add(part.sum())
                .add(means.sum()).add(largest.sum()).add(squares.sum());
          }
        }

        record State(@Shape("N, size") Tensor hidden, @Shape("N, size") Tensor cell) {}

        static final class Cell extends BinaryModule<Tensor, State, State> {
          private final Linear input;
          private final Linear recurrent;

          Cell(int features, int size) {
            input = new Linear(features, 2 * size);
            recurrent = new Linear(size, 2 * size, false);
          }

          @Differentiable
          @Override
          public State forward(@Shape("N, features") Tensor x, State state) {
            Tensor gates = input.call(x).add(recurrent.call(state.hidden()));
            long size = gates.size(1) / 2;
            Tensor keep = gates.narrow(1, 0, size).sigmoid();
            Tensor cell = keep.mul(state.cell()).add(gates.narrow(1, size, size));
            return new State(cell.tanh(), cell);
          }
        }

        static final class Norm extends UnaryModule {
          @Shape("features")
          private final Tensor weight;

          Norm(int features) {
            weight = parameter(Tensor.ones(features));
          }

          @Differentiable
          @Override
          @Shape("..., features")
          public Tensor forward(@Shape("..., features") Tensor x) {
            long[] last = {-1};
            Tensor centred = x.sub(x.mean(last, true));
            Tensor variance = centred.square().mean(last, true);
            return centred.div(variance.add(1e-5).sqrt()).mul(weight);
          }
        }

        static final class Straight extends UnaryModule {
          @Shape("features")
          private final Tensor weight;

          Straight(int features) {
            weight = parameter(Tensor.ones(features));
          }

          @Differentiable
          @Override
          @Shape("..., features")
          public Tensor forward(@Shape("..., features") Tensor x) {
            Tensor centred = x.sub(x.mean(-1, true));
            Tensor variance = centred.square().mean(-1, true);
            return centred.div(variance.add(1e-5).sqrt()).mul(weight);
          }
        }

        static final class Caller extends UnaryModule {
          private final Norm norm;
          private final Linear up;
          private final UnaryModule other;

          Caller(int features, int wider, UnaryModule other) {
            norm = new Norm(features);
            up = new Linear(features, wider * features);
            this.other = other;
          }

          @Differentiable
          @Override
          public Tensor forward(@Shape("N, T, features") Tensor x) {
            Tensor h = x;
            for (int i = 0; i < 2; i++) {
              h = norm.call(h);
            }
            return other.call(halved(up.call(norm.call(x)))).add(h.sum());
          }

          private Tensor halved(Tensor x) {
            return x.exp().dropout(0.5, isTraining());
          }
        }

        static final class Attend extends BinaryModule<Tensor, Tensor, Tensor> {
          @Differentiable
          @Override
          public Tensor forward(@Shape("N, T, S") Tensor scores, @Shape("T, S") Tensor mask) {
            return scores.mul(0.5).add(mask).softmax(-1).mul(scores).sum(-1);
          }
        }

        static final class Shares extends BinaryModule<Tensor, Tensor, Tensor> {
          @Differentiable
          @Override
          public Tensor forward(Tensor scores, Tensor mask) {
            return scores.mul(0.5).add(mask).softmax(-1).mul(scores).sum(-1, true).log();
          }
        }

        static final class Again extends UnaryModule {
          @Differentiable
          @Override
          public Tensor forward(Tensor x) {
            return times(x, 3);
          }

          private Tensor times(Tensor x, int n) {
            return n == 0 ? x : times(x.exp(), n - 1);
          }
        }
      }
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    List<String> said =
        new Build(folder)
            .with("Sized", PROGRAM)
            .compile("-Agradsmith.report=" + folder.resolve("reports"));
    assertTrue(said.getFirst().startsWith("NOTE: Gradsmith differentiated 8 methods"), said + "");
  }

  private static String text(String name) throws IOException {
    return file(name + "__forward");
  }

  private static String file(String generated) throws IOException {
    return Files.readString(folder.resolve("reports").resolve("p.Sized$" + generated + ".txt"));
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> "no '" + part + "' in\n" + text);
  }

  /** No size of an unknown shape, which stands between bars. */
  private static void assertAllKnown(String text) {
    assertTrue(text.indexOf('|') < 0, text);
    assertTrue(text.indexOf('?') < 0, text);
  }

  @Test
  void viewsReductionsAndProductsHaveSizes() throws IOException {
    String text = text("Views");
    assertAllKnown(text.substring(0, text.indexOf("methods that it calls")));
    assertHas(text, "\n    spread: 4·N·T·wide\n");
    assertHas(text, "\n    joined: 8·N·T·wide\n");
    assertHas(text, "\n    pair: 8·N·T·wide\n");
    assertHas(text, "\n    flat: 8·N·T·wide\n");
    assertHas(text, "\n    split: 4·N·T·wide\n");
    assertHas(text, "\n    one: 4·N·T·floor((wide) / heads)\n");
    assertHas(text, "\n    rows: 4·N·T·wide\n");
    assertHas(text, "\n    part: 20·N·wide\n");
    assertHas(text, "\n    means: 4·wide\n");
    assertHas(text, "\n    squares: 4·N·T·T\n");
  }

  /** The state's components, and what a constructor makes of its parameters: 2·size each. */
  @Test
  void componentsOfRecordsHaveSizes() throws IOException {
    String text = text("Cell");
    assertAllKnown(text);
    assertHas(text, "operands taken as float32:\n");
    assertHas(text, "  after it: 4·N·size\n");
    assertHas(text, "    cell2: 4·N·size (not counted: the caller has it too)\n");
  }

  /** Rows of operands of different shapes run as they would: centred (rows, features). */
  @Test
  void rowsThatBroadcastHaveTheirOwnSizes() throws IOException {
    String text = text("Norm");
    assertAllKnown(text);
    assertHas(text, "  after it: 4·features·rows(x) + 4·rows(x)\n");
    assertHas(text, "    weight: 4·features (not counted: the caller has it too)\n");
    assertHas(text, "  2 times mean (ReductionMethods__mean_longs_boolean): ");
  }

  @Test
  void dotsAreRowsInStraightLinesToo() throws IOException {
    String text = file("Straight__AD");
    assertAllKnown(text);
    assertHas(text, "  after it: 4·features·rows(x) + 4·rows(x)\n");
  }

  /** Softmax and sum are in the kernels of a run: the weights (N, T, S) are kept, nothing else. */
  @Test
  void reductionsOfRunsHaveSizes() throws IOException {
    String text = text("Attend");
    assertAllKnown(text);
    assertHas(text, "  forward sweep: 5 before fusion, 1 after\n");
    assertHas(text, "  after it: 4·N·S·T\n");
  }

  /** Where nothing is known, rows are as long as the operands, and have one element in the end. */
  @Test
  void reductionsOfUnknownShapesAreCountedInElements() throws IOException {
    String text = text("Shares");
    assertHas(text, "  forward sweep: 6 before fusion, 1 after\n");
    assertHas(text, "  after it: 4·|scores| + 4·|sum|\n");
  }

  /** The callee's rows are the caller's, what it keeps of the caller's counts once. */
  @Test
  void totalsNameSizesAsTheCallerDoes() throws IOException {
    String text = text("Caller");
    String total = text.substring(text.indexOf("methods that it calls"));
    assertHas(
        total, "  2 times norm, in each turn of a loop (Sized$Norm__forward): kernels forward ");
    assertHas(total, "  up (Linear__AD): kernels forward 2 -> 2, reverse 3 -> 3; bytes kept ");
    assertHas(total, "  halved (Sized$Caller__halved): ");
    assertHas(total, "  other: nothing is known of it\n");
    assertHas(total, ", but for 1 calls that nothing is known of:\n");
    assertHas(total, "    norm 2.centred: 4·N·T·features\n");
    assertHas(total, "    halved.exp: 4·N·T·features·wider\n");
  }

  @Test
  void methodsThatCallThemselvesAreNotAddedUp() throws IOException {
    assertHas(text("Again"), ", but for 1 calls that nothing is known of:\n");
  }

  /** The counts of a method and of all its rows make the total, as do those of the JSON. */
  @Test
  void rowsAddUp() throws IOException {
    String text = text("Norm");
    String own = text.substring(0, text.indexOf("methods that it calls"));
    String total = text.substring(text.indexOf("kernels launched by one call, those of what"));
    List<String> rows = text.lines().filter(line -> line.contains(": kernels forward ")).toList();
    assertEquals(
        number(total, "forward sweep: (\\d+)"),
        number(own, "forward sweep: (\\d+)")
            + rows.stream().collect(Collectors.summingInt(row -> number(row, "forward (\\d+)"))));
  }

  private static int number(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .findFirst()
        .map(found -> Integer.parseInt(found.group(1)))
        .orElseThrow();
  }

  /** A second compilation finds what the first one left beside its classes. */
  @Test
  void totalsOfOtherCompilationsCount() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    String user =
        """
        package p;
        import org.gradsmith.annotation.Differentiable;
        import org.gradsmith.annotation.Shape;
        import org.gradsmith.nn.UnaryModule;
        import org.gradsmith.tensor.Tensor;
        public final class Uses extends UnaryModule {
          private final Inner inner = new Inner(5);
          @Differentiable
          @Override
          public Tensor forward(@Shape("N, K") Tensor x) {
            Tensor h = inner.call(x);
            return h.size(0) > 3 ? h.exp() : h;
          }
        }
        """;
    String inner =
        """
        package p;
        import org.gradsmith.annotation.Differentiable;
        import org.gradsmith.annotation.Shape;
        import org.gradsmith.nn.UnaryModule;
        import org.gradsmith.tensor.Tensor;
        public final class Inner extends UnaryModule {
          private final int times;
          public Inner(int times) {
            this.times = times;
          }
          @Differentiable
          @Override
          public Tensor forward(@Shape("A, B") Tensor x) {
            Tensor h = x;
            for (int i = 0; i < times; i++) {
              h = h.exp();
            }
            return h.tanh();
          }
        }
        """;
    new Build(other).with("Inner", inner).compile();
    String path =
        other.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    new Build(other)
        .with("Uses", user)
        .compile("-cp", path, "-Agradsmith.report=" + other.resolve("reports"));
    String text = Files.readString(other.resolve("reports").resolve("p.Uses__forward.txt"));
    assertHas(
        text, "  inner (Inner__forward): kernels forward 2 -> 2, reverse 4 -> 4; bytes kept ");
  }
}
