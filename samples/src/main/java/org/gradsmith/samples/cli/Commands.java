/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, giving those that print the screen to print on. */
record Commands(Screen screen) implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == TrainLeNet.class) {
      return type.cast(new TrainLeNet(screen));
    }
    if (type == TrainLstm.class) {
      return type.cast(new TrainLstm(screen));
    }
    if (type == TrainTransformer.class) {
      return type.cast(new TrainTransformer(screen));
    }
    if (type == Foreign.class) {
      return type.cast(new Foreign(screen));
    }
    if (type == Inspect.class) {
      return type.cast(new Inspect(screen));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
