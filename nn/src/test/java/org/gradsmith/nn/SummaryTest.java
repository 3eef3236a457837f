/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Flatten;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.nn.layer.MaxPool2d;
import org.gradsmith.nn.layer.ReLU;
import org.gradsmith.nn.layer.Sequential;
import org.gradsmith.nn.layer.Tanh;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final class Small extends UnaryModule {
    private final Conv2d conv = new Conv2d(1, 6, 5);
    private final Linear fc = new Linear(6 * 12 * 12, 200), again = fc;
    private final Linear last = new Linear(200, 200, false);
    @Buffer private final Tensor calls = Tensor.zeros(1);

    @Override
    public Tensor forward(Tensor x) {
      calls.addInPlace(Tensor.rand(1));
      Tensor h = conv.call(x).relu().maxPool2d(2).view(-1, 6 * 12 * 12);
      return last.call(again.call(h).add(fc.call(h)));
    }
  }

  @Test
  void showsLayersShapesAndParameters() {
    assertEquals(
        """
        Small
        -----------------------------------------
        Layer  Type    Output shape    Parameters
        -----------------------------------------
        conv   Conv2d  [2, 6, 24, 24]         156
        fc     Linear  [2, 200]           173,000
        fc     Linear  [2, 200]           (again)
        last   Linear  [2, 200]            40,000
        -----------------------------------------
        Parameters: 213,156, trainable: 213,156
        """,
        new Small().summary(2, 1, 28, 28));
  }

  @Test
  void printsTheSameInEveryLocale() {
    String expected = new Small().summary(1, 1, 28, 28);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(expected, new Small().summary(1, 1, 28, 28));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leavesTheNetAsItWas() {
    Small net = new Small();
    net.fc.eval();
    Generator.State before = Generator.standard().state();
    String summary = net.summary(1, 1, 28, 28);
    assertEquals(before, Generator.standard().state());
    assertTrue(net.isTraining());
    assertTrue(net.conv.isTraining());
    assertFalse(net.fc.isTraining());
    assertFalse(net.conv.hasHooks());
    assertEquals(0, net.calls.item());
    assertTrue(summary.contains("conv"));
  }

  @Test
  void printsAsPyTorchDoes() {
    Sequential net =
        new Sequential(
            new Conv2d(1, 6, 5),
            new ReLU(),
            new Sequential(new Linear(4, 2, false), new Tanh()),
            new Conv2d(6, 2, 3, 2, 1),
            new MaxPool2d(2),
            new Flatten());
    assertEquals(
        """
        Sequential(
          (0): Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))
          (1): ReLU()
          (2): Sequential(
            (0): Linear(in_features=4, out_features=2, bias=False)
            (1): Tanh()
          )
          (3): Conv2d(6, 2, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))
          (4): MaxPool2d(kernel_size=2, stride=2, padding=0)
          (5): Flatten(start_dim=1, end_dim=-1)
        )\
        """,
        net.toString());
  }

  @Test
  void namesAnonymousNetsAfterTheirSuperclass() {
    UnaryModule anonymous =
        new UnaryModule() {
          @Override
          public Tensor forward(Tensor x) {
            return x;
          }
        };
    assertEquals("UnaryModule()", anonymous.toString());
  }
}
