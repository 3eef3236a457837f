/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.util.concurrent.Callable;
import org.gradsmith.samples.foreign.Demonstration;
import picocli.CommandLine.Command;

/** Shows ops that are written by hand. */
@Command(
    name = "foreign",
    description =
        "Shows ops whose values a C function and a CUDA kernel compute, and checks their gradients."
            + " Exits with 1 if one is wrong.")
final class Foreign implements Callable<Integer> {
  private final Screen screen;

  Foreign(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    boolean agrees = new Demonstration(screen.out()).print();
    screen.out().flush();
    return agrees ? 0 : 1;
  }
}
