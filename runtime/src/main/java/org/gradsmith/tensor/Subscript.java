/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.jspecify.annotations.Nullable;

/**
 * What a list of index parts selects from a tensor, by PyTorch's rules: slices, single places and
 * new axes give a view; index tensors, which broadcast together, then gather from it. The
 * dimensions they make stand where theirs stood if these are adjacent, else in front.
 */
final class Subscript {
  private final Tensor view;
  private final @Nullable Tensor[] places;
  private final String method;

  Subscript(Tensor view, @Nullable Tensor[] places, String method) {
    this.view = view;
    this.places = places;
    this.method = method;
  }

  /** Reads the parts. */
  @Differentiable
  static Subscript of(Tensor x, Index[] parts, String method) {
    Tensor view = x;
    List<@Nullable Tensor> places = new ArrayList<>();
    boolean ellipsis = false;
    int left = x.dim() - mentioned(x, parts, method);
    for (Index part : parts) {
      int dim = places.size();
      switch (part) {
        case Index.At at -> view = view.select(dim, inside(at.place(), view, dim, method));
        case Index.Slice slice -> {
          view = sliced(view, dim, slice, method);
          places.add(null);
        }
        case Index.Places given -> {
          Tensor tensor = given.tensor();
          if (isMask(tensor)) {
            if (tensor.dim() == 0) {
              view = view.unsqueeze(dim);
            }
            places.addAll(truePlaces(tensor, view, dim, method));
          } else {
            places.add(integers(tensor, view, dim, method));
          }
        }
        case Index.Plain.ELLIPSIS -> {
          if (ellipsis) {
            throw new IndexException(method + ": takes one ellipsis at most, but got two");
          }
          ellipsis = true;
          for (int i = 0; i < left; i++) {
            places.add(null);
          }
        }
        case Index.Plain.NEW_AXIS -> {
          view = view.unsqueeze(dim);
          places.add(null);
        }
      }
    }
    while (places.size() < view.dim()) {
      places.add(null);
    }
    return new Subscript(view, places.toArray(new @Nullable Tensor[0]), method);
  }

  /** Truth values; uint8 counts as such, as in PyTorch. */
  static boolean isMask(Tensor places) {
    return places.dtype() == DType.BOOL || places.dtype() == DType.UINT8;
  }

  /** How many dimensions of the tensor the parts are about. */
  static int mentioned(Tensor x, Index[] parts, String method) {
    int count = 0;
    for (Index part : parts) {
      count +=
          switch (part) {
            case Index.At _, Index.Slice _ -> 1;
            case Index.Places given -> isMask(given.tensor()) ? given.tensor().dim() : 1;
            case Index.Plain _ -> 0;
          };
    }
    if (count > x.dim()) {
      throw new IndexException(
          "%s: the index is about %d dimensions, but the tensor has shape %s"
              .formatted(method, count, Layouts.text(x.array().shape())));
    }
    return count;
  }

  static long inside(long place, Tensor view, int dim, String method) {
    long size = view.size(dim);
    if (place < -size || place >= size) {
      throw new IndexException(
          "%s: place %d is outside dimension %d of shape %s"
              .formatted(method, place, dim, Layouts.text(view.array().shape())));
    }
    return place;
  }

  private static Tensor sliced(Tensor view, int dim, Index.Slice slice, String method) {
    if (slice.step() < 1) {
      throw new IndexException(
          "%s: a step is at least 1, but got %d; use flip for the other direction"
              .formatted(method, slice.step()));
    }
    Long start = slice.start();
    Long stop = slice.stop();
    boolean whole = start == null && stop == null && slice.step() == 1;
    return whole
        ? view
        : view.slice(
            dim, start == null ? 0 : start, stop == null ? Long.MAX_VALUE : stop, slice.step());
  }

  private static List<Tensor> truePlaces(Tensor mask, Tensor view, int dim, String method) {
    for (int i = 0; i < mask.dim(); i++) {
      if (mask.size(i) != view.size(dim + i)) {
        throw new IndexException(
            "%s: the mask of shape %s does not fit dimensions %d and on of shape %s"
                .formatted(
                    method,
                    Layouts.text(mask.array().shape()),
                    dim,
                    Layouts.text(view.array().shape())));
      }
    }
    Tensor found = (mask.dim() == 0 ? mask.view(1) : mask).nonzero();
    List<Tensor> places = new ArrayList<>();
    for (int i = 0; i < Math.max(mask.dim(), 1); i++) {
      places.add(found.select(1, i));
    }
    return places;
  }

  /** Integers as places from 0 on. */
  private static Tensor integers(Tensor given, Tensor view, int dim, String method) {
    if (given.dtype().isFloating()) {
      throw new DTypeException(
          "%s: an index is a tensor of integers or truth values, but got %s"
              .formatted(method, given.describe()));
    }
    long size = view.size(dim);
    Tensor places = given.detach().to(DType.INT64);
    for (long place : places.toLongArray()) {
      if (place < -size || place >= size) {
        throw new IndexException(
            "%s: place %d is outside dimension %d of shape %s"
                .formatted(method, place, dim, Layouts.text(view.array().shape())));
      }
    }
    return places.remainder(size);
  }

  /** Whether no index tensor occurs, so that the selection is a view. */
  boolean isView() {
    return Arrays.stream(places).allMatch(place -> place == null);
  }

  /** The selected elements. */
  @Differentiable
  Tensor selected() {
    if (isView()) {
      return view;
    }
    List<Integer> dims = new ArrayList<>();
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Tensor place = places[i];
      if (place != null) {
        dims.add(i);
        given.add(place);
      }
    }
    long[] shape = view.shape();
    long[] common = common(given);
    long count = 1;
    Tensor flat = Tensor.zeros(TensorOptions.of(DType.INT64), common);
    for (int i = dims.size() - 1; i >= 0; i--) {
      flat = flat.add(given.get(i).expand(common).mul(count));
      count *= shape[dims.get(i)];
    }
    List<Long> order = new ArrayList<>();
    List<Long> rest = new ArrayList<>();
    dims.forEach(dim -> order.add((long) dim));
    for (int i = 0; i < shape.length; i++) {
      if (places[i] == null) {
        order.add((long) i);
        rest.add(shape[i]);
      }
    }
    Tensor front = view.permute(longs(order)).reshape(joined(new long[] {count}, longs(rest)));
    Tensor rows = front.indexSelect(0, flat.reshape(flat.numel()));
    Tensor result = rows.reshape(joined(common, longs(rest)));
    boolean adjacent = dims.getLast() - dims.getFirst() == dims.size() - 1;
    return (adjacent ? moved(result, common.length, dims.getFirst()).contiguous() : result).alone();
  }

  long[] common(List<Tensor> given) {
    long[] common = new long[0];
    for (Tensor place : given) {
      try {
        common = Layouts.broadcast(common, place.array().shape());
      } catch (ShapeException e) {
        throw new IndexException(
            "%s: index tensors of shapes %s do not broadcast"
                .formatted(
                    method, given.stream().map(t -> Layouts.text(t.array().shape())).toList()));
      }
    }
    return common;
  }

  /** Moves the first dimensions behind as many of the others as stood before them. */
  private static Tensor moved(Tensor result, int made, int before) {
    if (before == 0 || made == 0) {
      return result;
    }
    long[] source = new long[made];
    long[] destination = new long[made];
    for (int i = 0; i < made; i++) {
      source[i] = i;
      destination[i] = (long) before + i;
    }
    return result.movedim(source, destination);
  }

  static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  static long[] joined(long[] first, long[] second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The values under their shape without the dimensions of size 1 in front. */
  @Differentiable
  static Tensor withoutLeadingOnes(Tensor values) {
    long[] shape = values.array().shape();
    int ones = 0;
    while (ones < shape.length && shape[ones] == 1) {
      ones++;
    }
    return ones == 0 ? values : values.reshape(Arrays.copyOfRange(shape, ones, shape.length));
  }

  static void requireFitting(Tensor values, Tensor places, Tensor x) {
    try {
      values.detach().expand(places.shape());
    } catch (ShapeException e) {
      throw new ShapeException(
          "indexPut: values of shape %s do not broadcast to %s, the shape of what is selected from %s"
              .formatted(
                  Layouts.text(values.array().shape()),
                  Layouts.text(places.array().shape()),
                  Layouts.text(x.array().shape())));
    }
  }

  /** {@code x} with other elements at the selected places. */
  @Differentiable
  static Tensor put(Tensor x, Tensor values, boolean accumulate, Index[] parts) {
    Tensor places = of(Positions.of(x), parts, "indexPut").selected();
    if (values.dtype() != x.dtype()) {
      throw new DTypeException(
          "indexPut: the values have dtype %s, but the tensor has %s; convert them with to(DType)"
              .formatted(values.dtype(), x.dtype()));
    }
    requireFitting(values, places, x);
    Tensor spread = values.expand(places.shape());
    if (!accumulate) {
      return Positions.put(x, spread, places);
    }
    long count = places.numel();
    Tensor flat = x.reshape(x.numel());
    return flat.scatterAdd(0, places.reshape(count), spread.reshape(count)).view(x.shape());
  }
}
