/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.SortedSet;
import java.util.TreeSet;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * Tangents under writes in place. The tangent of a view is a part of that of the tensor it is a
 * view of, so a write through a view replaces that part, and the other views follow when their
 * tangents are next asked for.
 */
final class WrittenTangents {
  private WrittenTangents() {}

  /** Tells a tensor that is written to what the tangents of its elements are now. */
  static void write(Tensor x, @Nullable Tangents now) {
    View view = x.viewRecord();
    Tensor carrier = view == null ? null : view.carrier();
    Tangents old = ForwardMode.of(carrier == null ? x : carrier);
    if (now == null && old == null) {
      return;
    }
    if (view == null || carrier == null) {
      x.autogradOrNew().tangentsWritten(now);
      return;
    }
    View.Path path = view.fromCarrier();
    Tensor shown = View.Place.of(carrier).shown(path);
    Tangents all = null;
    for (long level : levels(now, old)) {
      Tensor rest = Tangents.at(old, level);
      Tensor part = Tangents.at(now, level);
      Tensor whole = part == null ? null : ViewHistory.embed(part, path);
      if (rest != null) {
        Tensor around = rest.maskedFill(shown, 0);
        whole = whole == null ? around : around.add(whole);
      }
      if (whole != null) {
        all = Tangents.with(level, whole, all);
      }
    }
    carrier.autogradOrNew().tangentsWritten(all);
  }

  /** Makes the tangents of a view anew from those of what it is a view of. */
  static void follow(Tensor x, View view) {
    Tensor carrier = view.carrier();
    if (carrier == null) {
      return;
    }
    view.followTangents();
    Tangents whole = ForwardMode.of(carrier);
    Tangents all = null;
    for (long level : levels(whole, null)) {
      Tensor tangent = Tangents.at(whole, level);
      if (tangent != null) {
        all = Tangents.with(level, ViewHistory.look(tangent, view.fromCarrier()), all);
      }
    }
    x.autogradOrNew().tangents(all);
  }

  /** The levels of both, from the outermost on. */
  private static SortedSet<Long> levels(@Nullable Tangents a, @Nullable Tangents b) {
    TreeSet<Long> levels = new TreeSet<>();
    for (Tangents t = a; t != null; t = t.outer()) {
      levels.add(t.level());
    }
    for (Tangents t = b; t != null; t = t.outer()) {
      levels.add(t.level());
    }
    return levels;
  }
}
