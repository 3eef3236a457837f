/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.util.Map;
import java.util.Optional;

/** The options of the processor, which javac takes as {@code -Aname=value}. */
public enum Option {
  /** What becomes of a bug of the processor. */
  INTERNAL(
      "gradsmith.internal",
      "error, warn",
      "error",
      "Whether a bug of the processor is an error or a warning. With a warning the method counts as failed: calling it is an exception that says so."),
  /** Where reports go. */
  REPORT(
      "gradsmith.report",
      "a folder",
      "none",
      "Writes for each method what its sweeps save, compute again and release, and why, how many kernels they launch before and after fusion, and the bytes that they keep, the method alone and with all that it calls: a text and a JSON file per method. The JSON also lies beside each generated class, as `.report`."),
  /** Where tests go. */
  TESTS(
      "gradsmith.tests",
      "a folder",
      "none",
      "Writes a JUnit Jupiter test for each class with annotated methods, which compares each gradient with differences of values. Methods whose arguments cannot be made up are named in a comment."),
  /** No note. */
  QUIET("gradsmith.quiet", "(none)", "off", "Leaves the note at the end of a compilation out."),
  /** A longer note. */
  VERBOSE(
      "gradsmith.verbose",
      "(none)",
      "off",
      "Lists the methods in the note at the end of a compilation, each with its class and its kernels.");

  private final String key;
  private final String values;
  private final String absent;
  private final String meaning;

  Option(String key, String values, String absent, String meaning) {
    this.key = key;
    this.values = values;
    this.absent = absent;
    this.meaning = meaning;
  }

  /** The name that stands behind {@code -A}. */
  public String key() {
    return key;
  }

  /** What may be given. */
  public String choices() {
    return values;
  }

  /** What holds without it. */
  public String absent() {
    return absent;
  }

  /** What it does. */
  public String meaning() {
    return meaning;
  }

  /** Whether it was given. */
  boolean isIn(Map<String, String> options) {
    return options.containsKey(key);
  }

  /** What was given, if it is more than the name. */
  Optional<String> in(Map<String, String> options) {
    return Optional.ofNullable(options.get(key)).filter(value -> !value.isBlank());
  }
}
