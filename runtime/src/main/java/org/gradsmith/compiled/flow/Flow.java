/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * One outermost call: which tensors carry a gradient, where their adjoints are, and the shadows of
 * arrays. The sweeps of all methods that take part in the call share it, so tensors and arrays keep
 * their adjoints wherever they are passed, stored or listed.
 */
public final class Flow {
  private final IdentityHashMap<Tensor, Slot> outside = new IdentityHashMap<>();
  private final Map<Edge, Slot> edges = new LinkedHashMap<>();
  private final IdentityHashMap<Object, Object> shadows = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> originals = new IdentityHashMap<>(0);
  private final IdentityHashMap<Object, FollowedFunction> functions = new IdentityHashMap<>(0);
  private final List<Tensor> escaped = new ArrayList<>(0);
  private final Writes writes = new Writes(this);
  private final Slot nothing = Slot.withoutGradient(this);
  private final @Nullable Direction direction;
  private final Deque<List<Object>> noted = new ArrayDeque<>(0);
  private final boolean recorded;
  private boolean frozen;
  private boolean last;

  public Flow() {
    this.direction = null;
    this.recorded = true;
  }

  /**
   * A call that computes derivatives in a direction too.
   *
   * @param recorded whether it is reversed afterwards
   */
  public Flow(Direction direction, boolean recorded) {
    this.direction = direction;
    this.recorded = recorded;
  }

  /** Whether the call is recorded, to be reversed. */
  boolean isRecorded() {
    return recorded;
  }

  /** The direction of a call that computes tangents. */
  public Direction direction() {
    if (direction == null) {
      throw new IllegalStateException("this call computes no tangents");
    }
    return direction;
  }

  /** The writes in place. */
  Writes writes() {
    return writes;
  }

  /** The tensors that take part in the call for some from outside. */
  Tensor[] inCall(Tensor[] tensors) {
    return direction == null ? tensors : direction.duals(tensors);
  }

  /** Asks for the gradient of a tensor from outside, whether it requires grad or not. */
  public Slot input(Tensor tensor) {
    return outside.computeIfAbsent(tensor, t -> Slot.of(this, t));
  }

  /** The adjoint of a tensor that {@link #input} was called with, as it was then. */
  public @Nullable Tensor takeInput(Tensor tensor) {
    Slot slot = outside.get(tensor);
    return slot == null ? null : slot.take();
  }

  /** Two arguments are one tensor, of which each has a gradient of its own. */
  public void twin(Tensor tensor) {
    writes.twin(tensor);
  }

  /** The slot of a tensor, wherever it comes from. */
  public Slot slot(@Nullable Tensor tensor) {
    if (tensor == null) {
      return Slot.NONE;
    }
    Slot written = writes.slot(tensor);
    if (written != null) {
      return written;
    }
    if (tensor.sweepMark() instanceof Slot slot && slot.belongsTo(this)) {
      return slot;
    }
    Slot known = outside.get(tensor);
    if (known != null) {
      return known;
    }
    Edge edge = tensor.requiresGrad() ? Edge.of(tensor) : null;
    Slot slot = edge == null ? Slot.NONE : edge(edge);
    if (slot.wanted()) {
      slot.becomes(tensor);
    }
    outside.put(tensor, slot);
    if (edge == null) {
      note(tensor);
    }
    return slot;
  }

  /** Whether a tensor came from outside the call. */
  public boolean isFromOutside(Tensor tensor) {
    return outside.containsKey(tensor);
  }

  /** A tensor that is nobody else's: a result that is one of the call's tensors as a view of it. */
  public Tensor fresh(Tensor result) {
    boolean known = result.sweepMark() != null || outside.containsKey(result);
    return known ? Primitives.expand(result, result.shape()) : result;
  }

  /** Whether a write in place gave a tensor, or the one it is a view of, another history. */
  public boolean isWritten(Tensor tensor) {
    Tensor base = tensor.base();
    return writes.contains(base == null ? tensor : base);
  }

  /** The tensors from outside whose elements were written to, and so have another history. */
  public List<Tensor> written() {
    return writes.fromOutside();
  }

  /** Another tensor object stands for a tensor from now on; returns it. */
  @SuppressWarnings("ReferenceEquality") // tensors are compared as objects
  public Tensor alias(Tensor alias, Tensor tensor) {
    Slot slot = slot(tensor);
    if (slot.wanted() && alias != tensor) {
      alias.sweepMark(slot);
    }
    return alias;
  }

  /** A tensor stands for another one as that was before a write, for the write alone. */
  void before(Tensor before, Tensor tensor) {
    Slot slot = slot(tensor);
    before.sweepMark(slot.wanted() ? slot : nothing);
  }

  /**
   * An object that stands for a function which is followed.
   *
   * @param type the functional interface
   * @param sweep begins a call of the method behind the function
   * @param before how many adjoints of arguments come before those of a call's own arguments
   * @param passed what each call is given before its own arguments
   */
  public <F> F function(
      Class<? super F> type,
      Function<Flow, ? extends MethodRun> sweep,
      int before,
      @Nullable Object[] passed) {
    F function = FollowedFunction.<F>object(type);
    functions.put(function, new FollowedFunction(sweep, before, passed));
    return function;
  }

  /** What is behind an object that stands for a function. */
  FollowedFunction followed(Object function) {
    FollowedFunction known = functions.get(function);
    if (known == null) {
      throw new CompiledException(
          "the derivative of the function %s is not known: only functions that a @Differentiable method makes itself, of lambdas and of methods that it can follow, are differentiated"
              .formatted(function.getClass().getName()));
    }
    return known;
  }

  /** The slot of an edge to the graph outside. */
  public Slot edge(Edge edge) {
    return edges.computeIfAbsent(edge, _ -> Slot.ofEdge(this));
  }

  /** The slot of a tensor that an op has made; it carries a gradient if an operand does. */
  public Slot made(Tensor made, Slot operand) {
    return operand.wanted() ? mark(made) : Slot.NONE;
  }

  /** The slot of a tensor that an op has made; it carries a gradient if an operand does. */
  public Slot made(Tensor made, Slot first, Slot second) {
    return first.wanted() || second.wanted() ? mark(made) : Slot.NONE;
  }

  /** The slot of a tensor that an op has made; it carries a gradient if an operand does. */
  public Slot made(Tensor made, Slot... operands) {
    for (Slot operand : operands) {
      if (operand.wanted()) {
        return mark(made);
      }
    }
    return Slot.NONE;
  }

  /** As {@link #made}, of an op whose result may be a view of its operand. */
  public Slot viewed(Tensor made, Tensor of, Slot operand) {
    View.recorded(of, made);
    return made(made, operand);
  }

  /** A new slot of a tensor whose gradient is needed. */
  public Slot mark(Tensor made) {
    if (!made.dtype().isFloating()) {
      return Slot.NONE;
    }
    Slot slot = Slot.of(this, made);
    if (outside.containsKey(made)) {
      outside.put(made, slot); // others may see it, in calls of their own
    } else {
      made.sweepMark(slot);
    }
    return slot;
  }

  /** Slots of several tensors. */
  public Slot[] slots(Collection<Tensor> tensors) {
    return tensors.stream().map(this::slot).toArray(Slot[]::new);
  }

  /** Notes a tensor that was stored where others see it, and returns it. */
  public Tensor escape(Tensor tensor) {
    if (slot(tensor).wanted()) {
      escaped.add(tensor);
    }
    return tensor;
  }

  /** The adjoints of the elements of an array, zeros at first. */
  public double[] shadow(double[] array) {
    return (double[]) shadows.computeIfAbsent(original(array), _ -> new double[array.length]);
  }

  /** The adjoints of the elements of an array, zeros at first. */
  public float[] shadow(float[] array) {
    return (float[]) shadows.computeIfAbsent(original(array), _ -> new float[array.length]);
  }

  /** Says that nothing writes to an array that was there before, until all is reversed. */
  public void freeze() {
    frozen = true;
  }

  /** Says that the reverse sweep will run once, so that what it has read may be given up. */
  public void reverseOnce() {
    last = true;
  }

  /** Whether the reverse sweep that runs is the last one. */
  public boolean isLast() {
    return last;
  }

  /** An array of the same numbers that nobody writes to, with the same adjoints and tangents. */
  public double[] unchanging(double[] array) {
    if (frozen || array == null) {
      return array;
    }
    double[] copy = array.clone();
    originals.put(copy, original(array));
    note(copy);
    if (direction != null) {
      direction.alias(copy, array);
    }
    return copy;
  }

  /** An array of the same numbers that nobody writes to, with the same adjoints and tangents. */
  public float[] unchanging(float[] array) {
    if (frozen || array == null) {
      return array;
    }
    float[] copy = array.clone();
    originals.put(copy, original(array));
    note(copy);
    if (direction != null) {
      direction.alias(copy, array);
    }
    return copy;
  }

  private Object original(Object array) {
    return originals.isEmpty() ? array : originals.getOrDefault(array, array);
  }

  /** Begins to note what is remembered of tensors and arrays, so that it can be forgotten. */
  public void open() {
    noted.push(new ArrayList<>());
  }

  /** Forgets what was remembered since then. */
  public void forget() {
    List<Object> since = noted.element();
    for (Object each : since) {
      originals.remove(each);
      if (each instanceof Tensor tensor && outside.get(tensor) == Slot.NONE) {
        outside.remove(tensor);
      }
    }
    since.clear();
  }

  /** Forgets it, and notes no more. */
  public void close() {
    forget();
    noted.pop();
  }

  private void note(Object tensorOrArray) {
    if (!noted.isEmpty()) {
      noted.element().add(tensorOrArray);
    }
  }

  /** Gives an array the adjoints of another one, which it stands for from now on. */
  void adopt(Object array, Object adjoints) {
    shadows.put(original(array), adjoints);
  }

  /** Forgets the adjoints of an array that nothing refers to any more. */
  public void release(Object array) {
    shadows.remove(array);
  }

  /** The adjoints of the components of a record, zeros at first: one place for each component. */
  public double[] parts(Object holder) {
    return (double[])
        shadows.computeIfAbsent(holder, _ -> new double[Holders.size(holder.getClass())]);
  }

  /** Forgets the adjoints of arrays and records, before another reverse sweep. */
  public void clearShadows() {
    shadows.clear();
  }

  /** Edges to the graph outside, with the slots that collect for them, in order of first use. */
  public Map<Edge, Slot> edges() {
    return Collections.unmodifiableMap(edges);
  }

  /** Tensors that were stored where others see them. */
  public List<Tensor> escaped() {
    return escaped;
  }
}
