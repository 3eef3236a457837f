/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

/** Version of the interface between generated code and this runtime. */
public final class ApiLevel {
  private static final int CURRENT = 1;

  private ApiLevel() {}

  /** The level this runtime offers; generated code names the one it was written for. */
  public static int current() {
    return CURRENT;
  }
}
