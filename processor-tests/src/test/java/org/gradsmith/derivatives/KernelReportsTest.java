/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradsmith.processor.report.KernelCounts;
import org.gradsmith.processor.report.SavedBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports say of kernels and of bytes, with sizes by name. */
final class KernelReportsTest {
  private static final String PROGRAM =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.annotation.Shape;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.nn.layer.Conv2d;
      import org.gradsmith.nn.layer.Linear;
      import org.gradsmith.tensor.Tensor;
      final class Nets {
        static final class LeNet extends UnaryModule {
          private final Conv2d conv1 = new Conv2d(1, 6, 5);
          private final Conv2d conv2 = new Conv2d(6, 16, 5);
          private final Linear fc1 = new Linear(16 * 4 * 4, 120);
          private final Linear fc2 = new Linear(120, 84);
          private final Linear fc3 = new Linear(84, 10);

          @Differentiable
          @Override
          public Tensor forward(@Shape("N, 1, 28, 28") Tensor x) {
            Tensor h = conv1.call(x).relu().maxPool2d(2);
            h = conv2.call(h).relu().maxPool2d(2);
            h = h.view(-1, 16 * 4 * 4);
            return fc3.call(fc2.call(fc1.call(h).relu()).relu());
          }
        }

        static final class Gate extends UnaryModule {
          @Differentiable
          @Override
          public Tensor forward(@Shape("N, T, E") Tensor x) {
            Tensor gate = x.sigmoid().mul(x);
            return gate.mul(gate).tanh();
          }
        }

        static final class Unknown extends UnaryModule {
          @Differentiable
          @Override
          public Tensor forward(Tensor x) {
            return x.exp().mul(x).sum();
          }
        }

        static final class Cell extends UnaryModule {
          @Differentiable
          @Override
          public Tensor forward(Tensor x) {
            Tensor h = x;
            for (int i = 0; i < 3; i++) {
              h = h.tanh().mul(x);
            }
            return h.exp();
          }
        }

        static final class Half extends UnaryModule {
          private final Linear up;
          private final Linear down;

          Half(int features) {
            up = new Linear(features, 4 * features);
            down = new Linear(4 * features, features);
          }

          @Differentiable
          @Override
          public Tensor forward(@Shape("N, T, E") Tensor x) {
            Tensor thought = down.call(up.call(x).gelu());
            return x.mul(thought.dropout(0.1, isTraining()));
          }
        }
      }
      """;

  @TempDir static Path folder;

  private static Path reports() {
    return folder.resolve("reports");
  }

  @BeforeAll
  static void compile() {
    List<String> said =
        new Build(folder).with("Nets", PROGRAM).compile("-Agradsmith.report=" + reports());
    assertTrue(said.getFirst().startsWith("NOTE: Gradsmith differentiated 5 methods"), said + "");
  }

  private static String text(String generated) throws IOException {
    return Files.readString(reports().resolve("p." + generated + ".txt"));
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> "no '" + part + "' in\n" + text);
  }

  /** 4 bytes: relu 6·24·24, pooled 6·12·12 and its places, relu 16·8·8, pooled and places 256. */
  @Test
  void lenet() throws IOException {
    String text = text("Nets$LeNet__AD");
    assertHas(text, "  forward sweep: 16 before fusion, 12 after\n");
    assertHas(text, "  reverse sweep: 21 before fusion, 17 after\n");
    assertHas(text, "  before the minimal cut: 27696·N\n");
    assertHas(text, "  after it: 27696·N\n");
    assertHas(text, "    relu: 13824·N\n");
    assertHas(text, "    conv1Weight: 600 (not counted: the caller has it too)\n");
    assertEquals(27696, 4 * (6 * 24 * 24 + 2 * 6 * 12 * 12 + 16 * 8 * 8 + 2 * 256 + 120 + 84));
  }

  /** Before the cut the sigmoid and the gate are kept; then nothing but the operand is. */
  @Test
  void theMinimalCutSavesBytes() throws IOException {
    String text = text("Nets$Gate__AD");
    assertHas(text, "  forward sweep: 4 before fusion, 1 after\n");
    assertHas(text, "  before the minimal cut: 8·E·N·T\n");
    assertHas(text, "  after it: 0\n");
    assertHas(text, "    x: 4·E·N·T (not counted: the caller has it too)\n");
    for (String again : List.of("sigmoid", "gate", "tanh")) {
      assertHas(text, "  " + again + " (Tensor), a tensor: computing it again in a kernel of the");
    }
  }

  /** What has the same shape as something unknown is counted in its elements. */
  @Test
  void unknownShapesAreNumbersOfElements() throws IOException {
    String text = text("Nets$Unknown__AD");
    assertHas(text, "  forward sweep: 3 before fusion, 1 after\n");
    assertHas(text, "  before the minimal cut: 4·|x|\n");
  }

  /** Two rows of each turn run in one kernel; its record is kept, with what it computes from. */
  @Test
  void aLoopKeepsOnceForEachTurn() throws IOException {
    String text = text("Nets$Cell__forward");
    assertHas(text, "  forward sweep: 3 before fusion, 2 after\n");
    assertHas(text, "  reverse sweep: 6 before fusion, 2 after\n");
    assertHas(text, "  rows (FusedRun), on a stack, once for each time: the reverse of line 49 ");
    assertHas(text, "  before the minimal cut: 4·times·|h|\n");
    assertHas(text, "    tanh: 4·times·|h|\n");
    assertHas(text, "  after it: 4·times·|h|\n");
    assertHas(text, "    x: 4·times·|h| (not counted: the caller has it too)\n");
    assertHas(text, "operands taken as float32, those of rows that run together as of one shape");
  }

  /** Shapes go through calls that declare them, by what the constructor makes of its parameter. */
  @Test
  void declaredShapesGoThroughCalls() throws IOException {
    String text = text("Nets$Half__forward");
    assertHas(text, "  forward sweep: 5 before fusion, 2 after\n");
    assertHas(text, "  before the minimal cut: 52·N·T·features\n");
    assertHas(text, "  after it: 20·N·T·features\n");
  }

  @Test
  void theResourceBesideTheClassHasTheSameJson() throws IOException {
    for (String name : List.of("Nets$LeNet__AD", "Nets$Gate__AD")) {
      String resource = Files.readString(folder.resolve("classes/p/" + name + ".report"));
      assertEquals(Files.readString(reports().resolve("p." + name + ".json")), resource);
      assertFalse(resource.contains(folder.toString()), "a place on this machine");
      for (String phase : List.of("read", "simplified", "inlined", "differentiated", "fused")) {
        assertHas(resource, "{\"name\": \"" + phase + "\", \"text\": \"");
      }
    }
  }

  /** sigmoid and gate once more, their rules, and one kernel that reads x and the result. */
  @Test
  void kernelsListTheirOpsWithBytesAndOperations() throws IOException {
    String json = Files.readString(folder.resolve("classes/p/Nets$Gate__AD.report"));
    assertHas(json, "\"sweep\": \"forward\", \"kind\": \"kernel\", \"name\": \"sigmoidMulTanh\"");
    assertHas(json, "\"line\": 31, ");
    assertHas(json, "\"bytes\": \"8·E·N·T\", \"flops\": \"7·E·N·T\"");
    assertHas(json, "{\"op\": \"sigmoid\", \"file\": \"Nets.java\", \"line\": 30, \"again\": true");
  }

  @Test
  void piecesAddUp() {
    KernelCounts one = new KernelCounts(1, 2, 3, 4, 5);
    assertEquals(
        new KernelCounts(11, 22, 33, 44, 55), one.plus(new KernelCounts(10, 20, 30, 40, 50)));
    assertEquals(one, one.plus(KernelCounts.NONE));
    assertEquals(SavedBytes.NONE, SavedBytes.NONE.plus(SavedBytes.NONE));
  }
}
