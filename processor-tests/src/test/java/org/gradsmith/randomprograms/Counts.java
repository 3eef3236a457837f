/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

/** How many programs were compared by what. */
final class Counts {
  int programs;
  int finite;
  int partials;
  int differences;
  int second;
  int secondDifferences;

  void add(Counts other) {
    programs += other.programs;
    finite += other.finite;
    partials += other.partials;
    differences += other.differences;
    second += other.second;
    secondDifferences += other.secondDifferences;
  }

  @Override
  public String toString() {
    return "%d programs, of which %d are finite; %d of %d partial derivatives compared with differences, and %d of %d products with the Hessian"
        .formatted(programs, finite, differences, partials, secondDifferences, second);
  }
}
