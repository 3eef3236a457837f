/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.rules;

/** Why a method cannot be a derivative, and what to write instead. */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;
  private final String remedy;

  Unfit(String why, String remedy) {
    super(why, null, false, false);
    this.why = why;
    this.remedy = remedy;
  }

  String why() {
    return why;
  }

  String remedy() {
    return remedy;
  }
}
