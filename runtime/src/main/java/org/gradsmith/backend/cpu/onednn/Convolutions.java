/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nchw;
import static org.bytedeco.dnnl.global.dnnl.dnnl_oihw;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.onednn.PipelineBuilder.Argument;

/**
 * Two-dimensional convolutions of contiguous operands. Weights are always reordered to what the
 * primitive prefers: left as they are, oneDNN has reference code only, a hundred times slower.
 * Images are reordered where that was measured to pay, reorders included: in the forward direction,
 * and for the gradient of images of several channels.
 */
final class Convolutions {
  /** Images with fewer channels would be padded to a whole block of them. */
  private static final int FEW_CHANNELS = 4;

  private static final long[] NO_DILATION = {0, 0};

  private Convolutions() {}

  /** Checks that the shapes belong together: the library would not. */
  static Plan plan(
      Plan.Kind kind,
      StridedArray x,
      StridedArray weight,
      StridedArray y,
      long stride,
      long padding) {
    long[] image = x.shape();
    long[] filter = weight.shape();
    long[] numbers = {
      image[0], image[1], image[2], image[3], filter[0], filter[2], filter[3], stride, padding
    };
    if (filter[1] != image[1] || !Arrays.equals(y.shape(), outputSizes(numbers))) {
      throw new IllegalArgumentException(
          "a convolution of %s by %s gives %s, not %s"
              .formatted(
                  Arrays.toString(image),
                  Arrays.toString(filter),
                  Arrays.toString(outputSizes(numbers)),
                  Arrays.toString(y.shape())));
    }
    return new Plan(kind, numbers);
  }

  private static long[] outputSizes(long[] n) {
    return new long[] {
      n[0], n[4], (n[2] + 2 * n[8] - n[5]) / n[7] + 1, (n[3] + 2 * n[8] - n[6]) / n[7] + 1
    };
  }

  /** The layouts of one convolution: as given, and as asked for. */
  private static final class Layouts {
    final dnnl_memory_desc image;
    final dnnl_memory_desc weight;
    final dnnl_memory_desc result;
    final dnnl_memory_desc anyImage;
    final dnnl_memory_desc anyWeight;
    final dnnl_memory_desc anyResult;
    final long[] strides;
    final long[] padding;
    final dnnl_primitive_desc forward;

    Layouts(PipelineBuilder builder, long[] n, boolean reordersImages) {
      long[] imageSizes = {n[0], n[1], n[2], n[3]};
      long[] weightSizes = {n[4], n[1], n[5], n[6]};
      long[] resultSizes = outputSizes(n);
      image = builder.layout(dnnl_nchw, imageSizes);
      weight = builder.layout(dnnl_oihw, weightSizes);
      result = builder.layout(dnnl_nchw, resultSizes);
      int images = reordersImages ? dnnl_format_tag_any : dnnl_nchw;
      anyImage = builder.layout(images, imageSizes);
      anyWeight = builder.layout(dnnl_format_tag_any, weightSizes);
      anyResult = builder.layout(images, resultSizes);
      strides = new long[] {n[7], n[7]};
      padding = new long[] {n[8], n[8]};
      forward = new dnnl_primitive_desc();
      Status.check(
          dnnl_convolution_forward_primitive_desc_create(
              forward,
              builder.engine(),
              dnnl_forward_training,
              dnnl_convolution_direct,
              anyImage,
              anyWeight,
              null,
              anyResult,
              strides,
              NO_DILATION,
              padding,
              padding,
              builder.attributes()),
          "a convolution");
      builder.made(forward);
    }
  }

  static void makeForward(PipelineBuilder builder, long[] numbers) {
    Layouts at = new Layouts(builder, numbers, true);
    dnnl_primitive_desc p = at.forward;
    builder.step(
        p,
        new Argument(DNNL_ARG_SRC, builder.input(0, at.image, p, dnnl_query_src_md)),
        new Argument(DNNL_ARG_WEIGHTS, builder.input(1, at.weight, p, dnnl_query_weights_md)),
        new Argument(DNNL_ARG_DST, builder.output(2, at.result, p, dnnl_query_dst_md)));
  }

  static void makeGradInput(PipelineBuilder builder, long[] numbers) {
    Layouts at = new Layouts(builder, numbers, numbers[1] >= FEW_CHANNELS);
    dnnl_primitive_desc p = new dnnl_primitive_desc();
    Status.check(
        dnnl_convolution_backward_data_primitive_desc_create(
            p,
            builder.engine(),
            dnnl_convolution_direct,
            at.anyImage,
            at.anyWeight,
            at.anyResult,
            at.strides,
            NO_DILATION,
            at.padding,
            at.padding,
            at.forward,
            builder.attributes()),
        "a convolution's gradient");
    builder.made(p);
    builder.step(
        p,
        new Argument(DNNL_ARG_DIFF_DST, builder.input(0, at.result, p, dnnl_query_diff_dst_md)),
        new Argument(DNNL_ARG_WEIGHTS, builder.input(1, at.weight, p, dnnl_query_weights_md)),
        new Argument(DNNL_ARG_DIFF_SRC, builder.output(2, at.image, p, dnnl_query_diff_src_md)));
  }

  static void makeGradWeight(PipelineBuilder builder, long[] numbers) {
    Layouts at = new Layouts(builder, numbers, false);
    dnnl_primitive_desc p = new dnnl_primitive_desc();
    Status.check(
        dnnl_convolution_backward_weights_primitive_desc_create(
            p,
            builder.engine(),
            dnnl_convolution_direct,
            at.anyImage,
            at.anyWeight,
            null,
            at.anyResult,
            at.strides,
            NO_DILATION,
            at.padding,
            at.padding,
            at.forward,
            builder.attributes()),
        "a convolution's gradient");
    builder.made(p);
    builder.step(
        p,
        new Argument(DNNL_ARG_DIFF_DST, builder.input(0, at.result, p, dnnl_query_diff_dst_md)),
        new Argument(DNNL_ARG_SRC, builder.input(1, at.image, p, dnnl_query_src_md)),
        new Argument(
            DNNL_ARG_DIFF_WEIGHTS, builder.output(2, at.weight, p, dnnl_query_diff_weights_md)));
  }
}
