/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.gradsmith.autograd.UserLine;

/**
 * The source of a kernel.
 *
 * @param file what the compiler calls it
 * @param place what messages call one of its lines, with {@code %d} for its number
 */
record KernelSource(String text, String file, String place) {
  /**
   * Reads a resource.
   *
   * @throws ForeignException if there is none of that name
   */
  static KernelSource ofResource(Class<?> beside, String resource) {
    String folder = beside.getPackageName().replace('.', '/') + "/";
    String path = resource.startsWith("/") ? resource.substring(1) : folder + resource;
    try (InputStream stream = beside.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ForeignException(
            "there is no resource '%s' for a kernel; it is looked for beside the classes, where %s is loaded from"
                .formatted(path, beside.getName()));
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new KernelSource(text, path, path.replace("%", "%%") + ":%d");
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + path + " cannot be read", e);
    }
  }

  /** A text of the caller's, who is told by line. */
  static KernelSource ofText(String text, String kernel) {
    String caller = UserLine.find();
    String given = caller == null ? "" : " given at " + caller.replace("%", "%%");
    return new KernelSource(text, kernel + ".cu", "line %d of the source" + given);
  }

  /** What messages call a line, counted from 1 on. */
  String line(int number) {
    return place.formatted(number);
  }
}
