/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * The tensors whose elements a call has written in place. A write gives the tensor that owns the
 * elements a new slot; slots that were taken before it stay those of the old elements. Views that
 * are read after a write get slots that lead to the new one.
 */
final class Writes {
  private final Flow flow;
  private final IdentityHashMap<Tensor, Written> written = new IdentityHashMap<>();
  private final IdentityHashMap<Tensor, Slot> following = new IdentityHashMap<>();
  private final List<Tensor> twins = new ArrayList<>(0);
  private long count;

  Writes(Flow flow) {
    this.flow = flow;
  }

  /** What owns the elements, as the last write has left it. */
  private record Written(Slot slot, long version) {}

  /** The number of writes so far. */
  long count() {
    return count;
  }

  /** Two arguments are one tensor, of which each has a gradient of its own. */
  void twin(Tensor tensor) {
    twins.add(tensor);
  }

  /** The slot of a tensor that was written to, or whose base was; null for all others. */
  @Nullable Slot slot(Tensor tensor) {
    if (count == 0) {
      return null;
    }
    View view = tensor.viewRecord();
    Written now = written.get(view == null ? tensor : view.base());
    return now == null ? null : view == null ? now.slot : follow(tensor, view, now);
  }

  private @Nullable Slot follow(Tensor tensor, View view, Written now) {
    Slot known = following.get(tensor);
    if (known == null && tensor.sweepMark() instanceof Slot slot && slot.belongsTo(flow)) {
      known = slot;
    }
    if (known != null && known.writes() >= now.slot.writes()) {
      return known;
    }
    if (view.origin() != View.Origin.RECORDED && view.version() >= now.version) {
      return null;
    }
    ViewHistory.allowFollowing(view);
    Slot slot = Slot.following(flow, tensor, now.slot, view.path());
    following.put(tensor, slot);
    return slot;
  }

  /** Whether a write of this call gave a tensor that owns its elements another history. */
  boolean contains(Tensor owner) {
    return written.containsKey(owner);
  }

  /** The tensors from outside that own elements which were written to. */
  List<Tensor> fromOutside() {
    return written.keySet().stream().filter(flow::isFromOutside).toList();
  }

  /**
   * Prepares a write whose new elements carry a gradient, or whose old ones did.
   *
   * @param value the slot of what the new elements are
   * @return what the reverse sweep does about the write, to be given to {@link #done}
   */
  Write begin(Tensor x, @Nullable Tensor value, String method) {
    Tensor owner = owner(x);
    Slot given = flow.slot(value);
    Slot old = flow.slot(owner);
    boolean isFollowed = given.wanted() || old.wanted() || flow.slot(x).wanted();
    if (!x.dtype().isFloating() || !isFollowed) {
      return Write.NONE;
    }
    if (!flow.isRecorded()) {
      ViewHistory.allowLeaf(x, method);
      return Write.NONE;
    }
    ViewHistory.allow(x, method);
    refuseTwins(owner, method);
    count++;
    return new Write(old, Slot.of(flow, owner), given, value, x);
  }

  private void refuseTwins(Tensor owner, String method) {
    if (twins.stream().anyMatch(twin -> twin.storage() == owner.storage())) {
      throw new InPlaceException(
          method
              + ": the tensor is passed to the method twice, and each argument has a gradient of its"
              + " own; pass a copy as one of them");
    }
  }

  /** Notes that the elements have been written. */
  void done(Tensor x, Write write) {
    if (write != Write.NONE) {
      written.put(owner(x), new Written(write.after(), x.versionCounter().value()));
    }
  }

  private static Tensor owner(Tensor x) {
    Tensor base = x.base();
    return base == null ? x : base;
  }
}
