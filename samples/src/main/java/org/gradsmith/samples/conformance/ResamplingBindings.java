/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.nn.functional.GridSampling;
import org.gradsmith.nn.functional.GridSampling.Outside;
import org.gradsmith.nn.functional.Resampling;
import org.gradsmith.nn.functional.Resampling.Mode;
import org.gradsmith.tensor.Tensor;

/** Interpolation and sampling by grids. */
final class ResamplingBindings {
  private ResamplingBindings() {}

  static void bind(Registry r) {
    for (String mode :
        List.of("nearest", "linear", "bilinear", "trilinear", "bicubic", "area", "nearest-exact")) {
      r.op("nn.functional.interpolate/" + mode, ResamplingBindings::interpolate);
    }
    r.op("nn.functional.grid_sample", ResamplingBindings::gridSample);
  }

  private static Tensor interpolate(Arguments a) {
    Mode mode = mode(a.string(3, "mode", "nearest"));
    boolean alignCorners = a.bool(4, "align_corners", false);
    boolean recompute = a.bool(5, "recompute_scale_factor", false);
    Object factor = a.get(2, "scale_factor");
    long[] size = a.optionalLongs(1, "size");
    Tensor x = a.tensor(0);
    int dims = x.dim() - 2;
    if (size != null) {
      long[] sizes = size;
      if (size.length == 1 && dims > 1) {
        sizes = new long[dims];
        Arrays.fill(sizes, size[0]);
      }
      return Resampling.interpolate(x, mode, alignCorners, sizes);
    }
    double[] factors =
        factor instanceof List<?> list
            ? list.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray()
            : new double[] {a.number(2, "scale_factor")};
    return Resampling.interpolateBy(x, mode, alignCorners, recompute, factors);
  }

  private static Tensor gridSample(Arguments a) {
    Outside outside =
        switch (a.string(3, "padding_mode", "zeros")) {
          case "border" -> Outside.BORDER;
          case "reflection" -> Outside.REFLECTION;
          default -> Outside.ZEROS;
        };
    return GridSampling.gridSample(
        a.tensor(0),
        a.tensor(1, "grid"),
        mode(a.string(2, "mode", "bilinear")),
        outside,
        a.bool(4, "align_corners", false));
  }

  private static Mode mode(String name) {
    return switch (name) {
      case "nearest" -> Mode.NEAREST;
      case "linear", "bilinear", "trilinear" -> Mode.LINEAR;
      case "bicubic" -> Mode.CUBIC;
      case "area" -> Mode.AREA;
      case "nearest-exact" -> Mode.NEAREST_EXACT;
      default -> throw new ConformanceException("a mode that is not known: " + name);
    };
  }
}
