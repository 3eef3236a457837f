/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.Map;

/** Something random that javac compiles. */
interface Compilable {
  /** P or S and a number; the names of all its classes begin with it. */
  String name();

  /** The text of each class, by its name. */
  Map<String, String> sources();
}
