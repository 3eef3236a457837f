/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

/**
 * A hand of bones and skin. Transformations are affine: twelve numbers, three rows of a 3 by 3
 * matrix with a translation behind each.
 *
 * @param parents for each bone the one it hangs on, which comes before it; -1 for the root
 * @param relatives for each bone where it is at rest, seen from its parent: 12 numbers each
 * @param inverses for each bone the inverse of where it is at rest: 12 numbers each
 * @param vertices three coordinates for each vertex of the skin at rest
 * @param weights how much each vertex follows each bone, vertex by vertex
 * @param triangles three vertices for each triangle of the skin
 */
@SuppressWarnings("ArrayRecordComponent") // tables of numbers
public record HandModel(
    int[] parents,
    double[] relatives,
    double[] inverses,
    double[] vertices,
    double[] weights,
    int[] triangles) {
  /** The numbers of a transformation. */
  public static final int TRANSFORM = 12;

  public int bones() {
    return parents.length;
  }

  public int vertexCount() {
    return vertices.length / 3;
  }
}
