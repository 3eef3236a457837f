/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.onednn.OneDnn;
import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.Op;

/** Two-dimensional convolutions, by oneDNN where it takes them. Operands are contiguous. */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Convolution.CONV2D, Kernel.of(ConvolutionKernels::conv2d),
        Convolution.CONV2D_GRAD_INPUT, Kernel.of(ConvolutionKernels::gradInput),
        Convolution.CONV2D_GRAD_WEIGHT, Kernel.of(ConvolutionKernels::gradWeight));
  }

  static void conv2d(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray weight = operands[1];
    long stride = (Long) attributes[0];
    long padding = (Long) attributes[1];
    if (!OneDnn.instance().conv2d(x, weight, results[0], stride, padding)) {
      WindowConvolution.conv2d(x, weight, results[0], stride, padding);
    }
  }

  /** The cotangent of the image. */
  static void gradInput(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray weight = operands[1];
    long stride = (Long) attributes[1];
    long padding = (Long) attributes[2];
    if (!OneDnn.instance().conv2dGradInput(g, weight, results[0], stride, padding)) {
      WindowConvolution.gradInput(g, weight, results[0], stride, padding);
    }
  }

  /** The cotangent of the weight. */
  static void gradWeight(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray x = operands[1];
    long stride = (Long) attributes[1];
    long padding = (Long) attributes[2];
    if (!OneDnn.instance().conv2dGradWeight(g, x, results[0], stride, padding)) {
      WindowConvolution.gradWeight(g, x, results[0], stride, padding);
    }
  }
}
