/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;

/** Ways in which the same values can lie in memory. */
enum Layout {
  /** Row by row without gaps. */
  PLAIN {
    @Override
    Tensor arrange(Tensor x) {
      return x;
    }
  },
  /** A part of a larger tensor: gaps between rows, and an offset. */
  SLICED {
    @Override
    Tensor arrange(Tensor x) {
      if (x.dim() == 0) {
        return Tensor.full(x.dtype(), new long[] {3}, 99).select(0, 1).copyFrom(x);
      }
      long[] larger = Arrays.stream(x.shape()).map(size -> size + 3).toArray();
      Tensor part = Tensor.full(x.dtype(), larger, 99);
      for (int dim = 0; dim < x.dim(); dim++) {
        part = part.narrow(dim, dim == 0 ? 2 : 1, x.size(dim));
      }
      return part.copyFrom(x);
    }
  },
  /** Column by column. */
  REVERSED {
    @Override
    Tensor arrange(Tensor x) {
      long[] shape = x.shape();
      long[] reversed = new long[shape.length];
      for (int i = 0; i < shape.length; i++) {
        reversed[i] = shape[shape.length - 1 - i];
      }
      Tensor view = Tensor.full(x.dtype(), reversed, 99);
      for (int i = 0; i < shape.length / 2; i++) {
        view = view.transpose(i, shape.length - 1 - i);
      }
      return view.copyFrom(x);
    }
  };

  /** The values of {@code x} in this layout. */
  abstract Tensor arrange(Tensor x);
}
