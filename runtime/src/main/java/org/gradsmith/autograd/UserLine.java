/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of the program that called the framework. A stack walk costs more than a small op.
 */
public final class UserLine {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** The framework's own packages by name; a package below one of them is not thereby one. */
  private static final Set<String> OWN =
      Set.of(
          "org.gradsmith.tensor",
          "org.gradsmith.autograd",
          "org.gradsmith.backend",
          "org.gradsmith.backend.cpu",
          "org.gradsmith.compiled",
          "org.gradsmith.foreign",
          "org.gradsmith.memory",
          "org.gradsmith.nn",
          "org.gradsmith.nn.layer",
          "org.gradsmith.nn.loss",
          "org.gradsmith.nn.optim");

  private UserLine() {}

  /** The first line outside the framework, as {@code LeNet.java:12}; null if there is none. */
  public static @Nullable String find() {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> !isOwn(frame.getClassName()))
            .findFirst()
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
            .orElse(null));
  }

  private static boolean isOwn(String className) {
    int dot = className.lastIndexOf('.');
    return className.startsWith("java.")
        || OWN.contains(dot < 0 ? "" : className.substring(0, dot));
  }
}
