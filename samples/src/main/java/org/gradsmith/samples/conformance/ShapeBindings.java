/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.tensor.Tensor;

/** Views and data movement. */
final class ShapeBindings {
  private ShapeBindings() {}

  static void bind(Registry r) {
    views(r);
    parts(r);
    joining(r);
    moving(r);
  }

  private static void views(Registry r) {
    r.op("view", a -> a.tensor(0).view(a.longsFrom(1, "size")));
    r.op("reshape", a -> a.tensor(0).reshape(a.longsFrom(1, "shape")));
    r.op("flatten", a -> a.tensor(0).flatten(a.dim(1, "start_dim", 0), a.dim(2, "end_dim", -1)));
    r.op("unflatten", a -> a.tensor(0).unflatten(a.dim(1, "dim"), a.longs(2, "sizes")));
    r.op("permute", a -> a.tensor(0).permute(a.longsFrom(1, "dims")));
    r.op("transpose", a -> a.tensor(0).transpose(a.dim(1, "dim0"), a.dim(2, "dim1")));
    r.op("t", a -> a.tensor(0).t());
    r.op("movedim", a -> a.tensor(0).movedim(a.longs(1, "source"), a.longs(2, "destination")));
    r.op("expand", a -> a.tensor(0).expand(a.longsFrom(1, "size")));
    r.op("expand_as", a -> a.tensor(0).expandAs(a.tensor(1, "other")));
    r.op("broadcast_to", a -> a.tensor(0).broadcastTo(a.longsFrom(1, "size")));
    r.op("squeeze", ShapeBindings::squeeze);
    r.op("squeeze/multiple", ShapeBindings::squeeze);
    r.op("unsqueeze", a -> a.tensor(0).unsqueeze(a.dim(1, "dim")));
    r.op("as_strided", ShapeBindings::asStrided);
    r.op(
        "diagonal",
        a -> a.tensor(0).diagonal(a.dim(1, "offset", 0), a.dim(2, "dim1", 0), a.dim(3, "dim2", 1)));
  }

  private static Tensor squeeze(Arguments a) {
    return a.has(1, "dim") ? a.tensor(0).squeeze(a.longs(1, "dim")) : a.tensor(0).squeeze();
  }

  private static Tensor asStrided(Arguments a) {
    Long offset = a.optionalInteger(3, "storage_offset");
    long[] size = a.longs(1, "size");
    long[] stride = a.longs(2, "stride");
    return offset == null
        ? a.tensor(0).asStrided(size, stride)
        : a.tensor(0).asStrided(size, stride, offset);
  }

  private static void parts(Registry r) {
    r.op("narrow", ShapeBindings::narrow);
    r.op("select", a -> a.tensor(0).select(a.dim(1, "dim"), a.integer(2, "index")));
    r.op("split", ShapeBindings::split);
    r.op("split/list_args", ShapeBindings::split);
    r.op("split_with_sizes", ShapeBindings::split);
    r.op("chunk", a -> a.tensor(0).chunk(a.dim(1, "chunks"), a.dim(2, "dim", 0)));
    r.op("tensor_split", ShapeBindings::tensorSplit);
    r.op("unbind", a -> a.tensor(0).unbind(a.dim(1, "dim", 0)));
  }

  private static Tensor narrow(Arguments a) {
    long start = a.isTensor(2, "start") ? a.tensor(2, "start").itemLong() : a.integer(2, "start");
    return a.tensor(0).narrow(a.dim(1, "dim"), start, a.integer(3, "length"));
  }

  private static List<Tensor> split(Arguments a) {
    int dim = a.dim(2, "dim", 0);
    return a.isInteger(1, "split_size_or_sections")
        ? a.tensor(0).split(a.integer(1, "split_size_or_sections"), dim)
        : a.tensor(0).split(a.longs(1, "split_size_or_sections"), dim);
  }

  private static List<Tensor> tensorSplit(Arguments a) {
    int dim = a.dim(2, "dim", 0);
    if (a.isTensor(1, "indices_or_sections")) {
      Tensor given = a.tensor(1);
      return given.dim() == 0
          ? a.tensor(0).tensorSplit(Math.toIntExact(given.itemLong()), dim)
          : a.tensor(0).tensorSplit(given.toLongArray(), dim);
    }
    return a.isInteger(1, "indices_or_sections")
        ? a.tensor(0).tensorSplit(a.dim(1, "indices_or_sections"), dim)
        : a.tensor(0).tensorSplit(a.longs(1, "indices_or_sections"), dim);
  }

  private static Tensor rot90(Arguments a) {
    long[] dims = a.has(2, "dims") ? a.longs(2, "dims") : new long[] {0, 1};
    return a.tensor(0).rot90(a.dim(1, "k", 1), Math.toIntExact(dims[0]), Math.toIntExact(dims[1]));
  }

  private static Tensor repeatInterleave(Arguments a) {
    a.optionalInteger(-1, "output_size"); // a hint that saves a synchronisation on devices
    Long dim = a.optionalInteger(2, "dim");
    Tensor x = dim == null ? a.tensor(0).flatten() : a.tensor(0);
    int along = dim == null ? 0 : Math.toIntExact(dim);
    return a.isTensor(1, "repeats")
        ? x.repeatInterleave(a.tensor(1, "repeats"), along)
        : x.repeatInterleave(a.integer(1, "repeats"), along);
  }

  private static List<Tensor> meshgrid(Arguments a) {
    return Tensor.meshgrid(a.tensors(0, "tensors"), "xy".equals(a.string(1, "indexing", "ij")));
  }

  private static List<Tensor> broadcastTensors(Arguments a) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < a.count(); i++) {
      tensors.add(a.tensor(i));
    }
    return Tensor.broadcastTensors(tensors);
  }

  private static void joining(Registry r) {
    r.op("meshgrid/list_of_tensors", ShapeBindings::meshgrid);
    r.op("broadcast_tensors", ShapeBindings::broadcastTensors);
    r.op("cat", a -> Tensor.cat(a.tensors(0, "tensors"), a.dim(1, "dim", 0)));
    r.op("stack", a -> Tensor.stack(a.tensors(0, "tensors"), a.dim(1, "dim", 0)));
    r.op("hstack", a -> Tensor.hstack(a.tensors(0, "tensors")));
    r.op("vstack", a -> Tensor.vstack(a.tensors(0, "tensors")));
  }

  private static void moving(Registry r) {
    r.op("flip", a -> a.tensor(0).flip(a.longsFrom(1, "dims")));
    r.op("tril", a -> a.tensor(0).tril(a.dim(1, "diagonal", 0)));
    r.op("triu", a -> a.tensor(0).triu(a.dim(1, "diagonal", 0)));
    r.op("diag", a -> a.tensor(0).diag(a.dim(1, "diagonal", 0)));
    r.op(
        "diag_embed",
        a ->
            a.tensor(0)
                .diagEmbed(a.dim(1, "offset", 0), a.dim(2, "dim1", -2), a.dim(3, "dim2", -1)));
    r.op("repeat", a -> a.tensor(0).repeat(a.longsFrom(1, "repeats")));
    r.op("rot90", ShapeBindings::rot90);
    r.op("repeat_interleave", ShapeBindings::repeatInterleave);
    r.op("tile", a -> a.tensor(0).tile(a.longsFrom(1, "dims")));
  }
}
