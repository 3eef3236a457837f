/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Optional;
import java.util.TreeMap;
import org.gradsmith.tensor.TensorException;

/** Which line of the user's source stands behind a line of a generated class. */
final class SourceLines {
  private final String className;
  private final String sourceFile;
  private final TreeMap<Integer, Integer> userLines = new TreeMap<>();

  /**
   * @param className binary name of the generated class
   * @param table pairs {@code generated=user}, separated by spaces
   */
  SourceLines(String className, String sourceFile, String table) {
    this.className = className;
    this.sourceFile = sourceFile;
    if (!table.isBlank()) {
      for (String pair : table.strip().split("\\s+", -1)) {
        int equals = pair.indexOf('=');
        userLines.put(
            Integer.valueOf(pair.substring(0, equals)),
            Integer.valueOf(pair.substring(equals + 1)));
      }
    }
  }

  /** Adds the user's line to an exception that passed through the generated class. */
  TensorException addTo(TensorException exception) {
    for (StackTraceElement frame : exception.getStackTrace()) {
      String name = frame.getClassName();
      if (name.equals(className) || name.startsWith(className + "$")) {
        placeOf(frame).ifPresent(exception::at);
        break;
      }
    }
    return exception;
  }

  /** The user's file and line behind a frame of the generated class. */
  Optional<String> placeOf(StackTraceElement frame) {
    return Optional.ofNullable(userLines.floorEntry(frame.getLineNumber()))
        .map(entry -> sourceFile + ":" + entry.getValue());
  }
}
