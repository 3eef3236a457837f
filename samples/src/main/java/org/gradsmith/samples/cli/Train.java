/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what can be trained. */
@Command(
    name = "train",
    description = "Trains a sample.",
    subcommands = {TrainLeNet.class, TrainLstm.class, TrainTransformer.class},
    commandListHeading = "%nSamples:%n")
final class Train implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to train: lenet, lstm or transformer");
  }
}
