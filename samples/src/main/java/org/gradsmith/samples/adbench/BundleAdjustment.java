/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;

/**
 * How far a camera's picture of a point is from where the point was seen, for all observations of a
 * bundle adjustment.
 *
 * <p>A camera has eleven numbers: a rotation as axis times angle (3), its centre (3), the focal
 * length, the principal point (2), and two coefficients of radial distortion.
 */
public final class BundleAdjustment {
  /** The numbers of a camera. */
  public static final int CAMERA = 11;

  private static final int CENTRE = 3;
  private static final int FOCAL = 6;
  private static final int PRINCIPAL = 7;
  private static final int RADIAL = 9;

  private BundleAdjustment() {}

  /**
   * Half the sum of all squared errors, those of the weights among them.
   *
   * @param cameras eleven numbers each
   * @param points three coordinates each
   * @param weights one for each observation
   * @param observations the camera and the point of each observation
   * @param features where each point was seen, two coordinates for each observation
   */
  @Differentiable
  public static double objective(
      double[] cameras,
      double[] points,
      double[] weights,
      int[] observations,
      @NonDifferentiable double[] features) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] error =
          reprojectionError(
              cameras,
              CAMERA * observations[2 * i],
              points,
              3 * observations[2 * i + 1],
              weights[i],
              features[2 * i],
              features[2 * i + 1]);
      double weightError = weightError(weights[i]);
      sum += error[0] * error[0] + error[1] * error[1] + weightError * weightError;
    }
    return 0.5 * sum;
  }

  /**
   * The weighted error of one observation.
   *
   * @param cameras eleven numbers each
   * @param camera where the camera's numbers begin
   * @param points three coordinates each
   * @param point where the point's coordinates begin
   * @param weight the observation's weight
   * @param featureX where the point was seen
   * @param featureY where the point was seen
   * @return two numbers
   */
  @Differentiable
  public static double[] reprojectionError(
      double[] cameras,
      int camera,
      double[] points,
      int point,
      double weight,
      double featureX,
      double featureY) {
    double[] projection = project(cameras, camera, points, point);
    return new double[] {weight * (projection[0] - featureX), weight * (projection[1] - featureY)};
  }

  /** The term that keeps weights near one. */
  @Differentiable
  public static double weightError(double weight) {
    return 1 - weight * weight;
  }

  @Differentiable
  static double[] project(double[] cameras, int camera, double[] points, int point) {
    double[] seen = new double[3];
    for (int i = 0; i < 3; i++) {
      seen[i] = points[point + i] - cameras[camera + CENTRE + i];
    }
    double[] turned = rotate(cameras[camera], cameras[camera + 1], cameras[camera + 2], seen);
    double x = turned[0] / turned[2];
    double y = turned[1] / turned[2];
    double squared = x * x + y * y;
    double distortion =
        1 + cameras[camera + RADIAL] * squared + cameras[camera + RADIAL + 1] * squared * squared;
    double scale = distortion * cameras[camera + FOCAL];
    return new double[] {
      x * scale + cameras[camera + PRINCIPAL], y * scale + cameras[camera + PRINCIPAL + 1]
    };
  }

  /**
   * Rotates a vector by the angle and about the axis that a vector gives by its length and
   * direction (Rodrigues' formula, and its first order at no rotation).
   */
  @Differentiable
  static double[] rotate(double rx, double ry, double rz, double[] vector) {
    double[] result = new double[3];
    double squared = rx * rx + ry * ry + rz * rz;
    if (squared == 0) {
      double[] cross = cross(new double[] {rx, ry, rz}, vector);
      for (int i = 0; i < 3; i++) {
        result[i] = vector[i] + cross[i];
      }
    } else {
      double angle = Math.sqrt(squared);
      double cosine = Math.cos(angle);
      double sine = Math.sin(angle);
      double[] axis = {rx / angle, ry / angle, rz / angle};
      double[] cross = cross(axis, vector);
      double along =
          (axis[0] * vector[0] + axis[1] * vector[1] + axis[2] * vector[2]) * (1 - cosine);
      for (int i = 0; i < 3; i++) {
        result[i] = vector[i] * cosine + cross[i] * sine + axis[i] * along;
      }
    }
    return result;
  }

  @Differentiable
  static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
