/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import org.gradsmith.annotation.Differentiable;

/**
 * How far measured points are from the skin of a hand in a pose.
 *
 * <p>A pose has 26 numbers: a global rotation as axis times angle (3), a translation (3), and four
 * for each of five fingers: the first joint's flexion and abduction, and the flexion of the two
 * joints behind it.
 */
public final class HandTracking {
  /** The numbers of a pose. */
  public static final int POSE = 26;

  /** The angles of a bone in a table of them: flexion, abduction, twist. */
  private static final int ANGLES = 3;

  private static final int FINGERS = 5;
  private static final int FIRST_FINGER = 6;

  /** Below this angle a rotation counts as none. */
  private static final double NO_ROTATION = 1e-4;

  private final HandModel model;
  private final int[] correspondences;
  private final double[] measured;

  /**
   * Measured points.
   *
   * @param correspondences for each point the vertex it belongs to, or the triangle
   * @param measured three coordinates for each point
   */
  public HandTracking(HandModel model, int[] correspondences, double[] measured) {
    if (measured.length != 3 * correspondences.length) {
      throw new IllegalArgumentException(
          "%d coordinates are not those of %d points"
              .formatted(measured.length, correspondences.length));
    }
    this.model = model;
    this.correspondences = correspondences.clone();
    this.measured = measured.clone();
  }

  /** The errors where each point belongs to a vertex: three for each point. */
  @Differentiable
  public double[] errors(double[] pose) {
    double[] skin = skin(pose);
    double[] errors = new double[measured.length];
    for (int i = 0; i < correspondences.length; i++) {
      for (int j = 0; j < 3; j++) {
        errors[3 * i + j] = measured[3 * i + j] - skin[3 * correspondences[i] + j];
      }
    }
    return errors;
  }

  /**
   * The errors where each point belongs to a place in a triangle: three for each point.
   *
   * @param places two barycentric coordinates for each point
   */
  @Differentiable
  public double[] errors(double[] pose, double[] places) {
    double[] skin = skin(pose);
    int[] triangles = model.triangles();
    double[] errors = new double[measured.length];
    for (int i = 0; i < correspondences.length; i++) {
      int a = 3 * triangles[3 * correspondences[i]];
      int b = 3 * triangles[3 * correspondences[i] + 1];
      int c = 3 * triangles[3 * correspondences[i] + 2];
      double u = places[2 * i];
      double v = places[2 * i + 1];
      for (int j = 0; j < 3; j++) {
        double place = u * skin[a + j] + v * skin[b + j] + (1 - u - v) * skin[c + j];
        errors[3 * i + j] = measured[3 * i + j] - place;
      }
    }
    return errors;
  }

  /** Where the vertices are: each follows its bones, then the whole hand turns and moves. */
  @Differentiable
  double[] skin(double[] pose) {
    double[] transforms = transforms(angles(pose, model.bones()));
    double[] global = rotation(pose[0], pose[1], pose[2]);
    double[] rest = model.vertices();
    double[] weights = model.weights();
    int bones = model.bones();
    double[] skin = new double[rest.length];
    for (int vertex = 0; vertex < model.vertexCount(); vertex++) {
      double[] at = new double[3];
      for (int bone = 0; bone < bones; bone++) {
        double weight = weights[vertex * bones + bone];
        if (weight != 0) {
          for (int row = 0; row < 3; row++) {
            int begin = bone * HandModel.TRANSFORM + 4 * row;
            at[row] +=
                weight
                    * (transforms[begin] * rest[3 * vertex]
                        + transforms[begin + 1] * rest[3 * vertex + 1]
                        + transforms[begin + 2] * rest[3 * vertex + 2]
                        + transforms[begin + 3]);
          }
        }
      }
      for (int row = 0; row < 3; row++) {
        skin[3 * vertex + row] =
            global[3 * row] * at[0]
                + global[3 * row + 1] * at[1]
                + global[3 * row + 2] * at[2]
                + pose[3 + row];
      }
    }
    return skin;
  }

  /** The angles of each bone; those that no number of the pose moves are zero. */
  @Differentiable
  static double[] angles(double[] pose, int bones) {
    double[] angles = new double[ANGLES * bones];
    int next = FIRST_FINGER;
    int bone = 2;
    for (int finger = 0; finger < FINGERS; finger++) {
      for (int joint = 0; joint < 3; joint++) {
        angles[ANGLES * bone] = pose[next++];
        if (joint == 0) {
          angles[ANGLES * bone + 1] = pose[next++];
        }
        bone++;
      }
      bone++;
    }
    return angles;
  }

  /** For each bone the transformation from rest to where it is. */
  @Differentiable
  double[] transforms(double[] angles) {
    int[] parents = model.parents();
    double[] relatives = model.relatives();
    double[] inverses = model.inverses();
    double[] absolutes = new double[relatives.length];
    double[] transforms = new double[relatives.length];
    for (int bone = 0; bone < parents.length; bone++) {
      double[] turn = turn(angles[3 * bone], angles[3 * bone + 1], angles[3 * bone + 2]);
      int at = bone * HandModel.TRANSFORM;
      if (parents[bone] < 0) {
        multiply(relatives, at, turn, 0, absolutes, at);
      } else {
        double[] relative = new double[HandModel.TRANSFORM];
        multiply(relatives, at, turn, 0, relative, 0);
        multiply(absolutes, parents[bone] * HandModel.TRANSFORM, relative, 0, absolutes, at);
      }
      multiply(absolutes, at, inverses, at, transforms, at);
    }
    return transforms;
  }

  /** Writes the product of two transformations. */
  private static void multiply(double[] a, int aAt, double[] b, int bAt, double[] product, int at) {
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        double sum = column == 3 ? a[aAt + 4 * row + 3] : 0;
        for (int k = 0; k < 3; k++) {
          sum += a[aAt + 4 * row + k] * b[bAt + 4 * k + column];
        }
        product[at + 4 * row + column] = sum;
      }
    }
  }

  /**
   * The rotation of a joint: first by its flexion about x, then its twist about y, its abduction
   * about z.
   */
  @Differentiable
  static double[] turn(double flexion, double abduction, double twist) {
    double cx = Math.cos(flexion);
    double sx = Math.sin(flexion);
    double cy = Math.cos(twist);
    double sy = Math.sin(twist);
    double cz = Math.cos(abduction);
    double sz = Math.sin(abduction);
    return new double[] {
      cz * cy,
      cz * sy * sx - sz * cx,
      cz * sy * cx + sz * sx,
      0,
      sz * cy,
      sz * sy * sx + cz * cx,
      sz * sy * cx - cz * sx,
      0,
      -sy,
      cy * sx,
      cy * cx,
      0
    };
  }

  /** The matrix of a rotation that is given as axis times angle, row by row. */
  @Differentiable
  static double[] rotation(double rx, double ry, double rz) {
    double angle = Math.sqrt(rx * rx + ry * ry + rz * rz);
    if (angle < NO_ROTATION) {
      return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
    double x = rx / angle;
    double y = ry / angle;
    double z = rz / angle;
    double s = Math.sin(angle);
    double c = Math.cos(angle);
    double v = 1 - c;
    return new double[] {
      x * x + (1 - x * x) * c,
      x * y * v - z * s,
      x * z * v + y * s,
      x * y * v + z * s,
      y * y + (1 - y * y) * c,
      y * z * v - x * s,
      x * z * v - y * s,
      y * z * v + x * s,
      z * z + (1 - z * z) * c
    };
  }
}
