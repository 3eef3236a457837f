/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;

/** What the comparison of one family of kernels came to, in one dtype. */
final class Tally {
  /** Disagreements that are told at length. */
  private static final int TOLD = 5;

  private final String family;
  private final String dtype;
  private long kernels;
  private long runs;
  private long values;
  private long undecided;
  private long wrong;
  private double largestDifference;
  private final List<String> messages = new ArrayList<>();

  Tally(String family, String dtype) {
    this.family = family;
    this.dtype = dtype;
  }

  String family() {
    return family;
  }

  String dtype() {
    return dtype;
  }

  /** Kernels, each in each layout. */
  long kernels() {
    return kernels;
  }

  /** Launches with other sizes or inputs. */
  long runs() {
    return runs;
  }

  /** Elements that were compared. */
  long values() {
    return values;
  }

  /** Those where a rounding decides, so that anything is right. */
  long undecided() {
    return undecided;
  }

  /** Elements that are wrong. */
  long wrong() {
    return wrong;
  }

  /** The largest difference between GPU and CPU where no rounding decides, of the largest value. */
  double largestDifference() {
    return largestDifference;
  }

  /** The first elements that are wrong, told so that they can be found again. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  void addKernels(int count) {
    kernels += count;
  }

  void addRun(long compared, long open, double difference) {
    runs++;
    values += compared;
    undecided += open;
    largestDifference = Math.max(largestDifference, difference);
  }

  void addWrong(String message) {
    wrong++;
    if (messages.size() < TOLD) {
      messages.add(message);
    }
  }
}
