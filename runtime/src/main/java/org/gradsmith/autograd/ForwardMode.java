/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gradsmith.ir.op.Jvp;
import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * Forward-mode differentiation: tensors carry tangents, and every op of the table makes those of
 * its results by its forward derivative rule, at the same time as the results.
 *
 * <pre>{@code
 * try (ForwardMode.Level level = ForwardMode.open()) {
 *   Tensor y = f(level.dual(x, tangentOfX));
 *   Tensor tangentOfY = level.tangent(y);
 * }
 * }</pre>
 *
 * <p>Levels may be nested, and tangents are recorded on the tape like anything else, so that modes
 * can be combined in any order.
 */
public final class ForwardMode {
  private static final AtomicLong OPENED = new AtomicLong();
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final Set<Long> LEVELS = ConcurrentHashMap.newKeySet();

  private ForwardMode() {}

  /** Opens a level, further in than those that are open. */
  public static Level open() {
    long number = OPENED.incrementAndGet();
    LEVELS.add(number);
    OPEN.incrementAndGet();
    return new Level(number);
  }

  /** Whether a level is open on any thread. */
  public static boolean isActive() {
    return OPEN.get() != 0;
  }

  /** One direction to differentiate in; tangents made for it are forgotten when it is closed. */
  public static final class Level implements AutoCloseable {
    private final long number;
    private boolean closed;

    private Level(long number) {
      this.number = number;
    }

    /**
     * The same elements, history and other tangents as the primal, and a tangent of this level.
     *
     * @param given the primal
     * @param tangent of the primal's shape and dtype
     */
    public Tensor dual(Tensor given, Tensor tangent) {
      Tensor primal = Batches.lifted(given);
      if (!primal.dtype().isFloating()) {
        throw new AutogradException(
            "dual: %s has no tangent; only floating dtypes have".formatted(primal.describe()));
      }
      GradientCheck.like(tangent, primal, "dual was given");
      Tensor dual = primal.alias();
      set(dual, Tangents.with(number, tangent, of(primal)));
      return dual;
    }

    /** A tensor without the tangent of this level. */
    public Tensor primal(Tensor result) {
      return without(result, number);
    }

    /** The tangent of a tensor computed from duals; zeros where it depends on none. */
    public Tensor tangent(Tensor result) {
      Tensor known = Tangents.at(of(result), number);
      return known != null ? known : Tensor.zerosLike(result);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        OPEN.decrementAndGet();
        LEVELS.remove(number);
      }
    }
  }

  /** The tangents of a tensor; a view follows the writes to what it is a view of. */
  static @Nullable Tangents of(Tensor tensor) {
    View view = tensor.viewRecord();
    if (view != null && view.hasOldTangents()) {
      WrittenTangents.follow(tensor, view);
    }
    AutogradMeta meta = tensor.autograd();
    Tangents tangents = meta == null ? null : meta.tangents();
    while (tangents != null && !LEVELS.contains(tangents.level())) {
      tangents = tangents.outer(); // of a tensor that outlived the level, such as a buffer
    }
    return tangents;
  }

  static void set(Tensor tensor, @Nullable Tangents tangents) {
    if (tangents != null || of(tensor) != null) {
      tensor.autogradOrNew().tangents(tangents);
    }
  }

  /** A tensor without the tangents of a level and of those further in. */
  static Tensor without(Tensor operand, long level) {
    Tangents all = of(operand);
    Tangents outer = Tangents.below(all, level);
    if (outer == all) {
      return operand;
    }
    Tensor primal = operand.alias();
    set(primal, outer);
    return primal;
  }

  /** Refuses tensors with tangents where no forward derivative is known. */
  public static void refuse(String what, Iterable<? extends @Nullable Tensor> tensors) {
    if (!isActive()) {
      return;
    }
    for (Tensor tensor : tensors) {
      if (tensor != null && of(tensor) != null) {
        throw new AutogradException(
            "%s has no forward derivative, but it was given a tensor with a tangent (%s)"
                .formatted(what, tensor.describe()));
      }
    }
  }

  /** Makes the tangents of an op's results, if any operand has some. */
  public static void push(
      Op op, Object[] attributes, @Nullable Tensor[] operands, Tensor[] results) {
    TreeSet<Long> levels = new TreeSet<>();
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null && op.operand(i).vjp().isPresent()) {
        for (Tangents t = of(operand); t != null; t = t.outer()) {
          levels.add(t.level());
        }
      }
    }
    for (long level : levels) { // from the outermost on
      new Push(op, attributes, operands, results, level).run();
    }
  }

  /** Tells a tensor that is written to what its tangents are now. */
  public static void written(Tensor x, Tensor elements) {
    if (isActive()) {
      WrittenTangents.write(x, of(elements));
    }
  }

  /** The tangents of one op's results at one level. */
  private static final class Push {
    private final Op op;
    private final Object[] attributes;
    private final @Nullable Tensor[] primals;
    private final @Nullable Tensor[] tangents;
    private final Tensor[] results;
    private final Tensor[] resultPrimals;
    private final long level;

    Push(Op op, Object[] attributes, @Nullable Tensor[] operands, Tensor[] results, long level) {
      this.op = op;
      this.attributes = attributes;
      this.results = results;
      this.level = level;
      this.primals = new @Nullable Tensor[operands.length];
      this.tangents = new @Nullable Tensor[operands.length];
      for (int i = 0; i < operands.length; i++) {
        Tensor operand = operands[i];
        if (operand != null) {
          primals[i] = without(operand, level);
          tangents[i] = op.operand(i).vjp().isPresent() ? Tangents.at(of(operand), level) : null;
        }
      }
      // Objects of their own: the results themselves are about to get tangents.
      this.resultPrimals = Arrays.stream(results).map(Tensor::alias).toArray(Tensor[]::new);
      for (int i = 0; i < results.length; i++) {
        set(resultPrimals[i], of(results[i]));
      }
    }

    void run() {
      @Nullable Tensor[] found = op.isVariadic() ? joined() : hasRules() ? byRules() : transposed();
      for (int i = 0; i < found.length; i++) {
        Tensor tangent = found[i];
        Tensor result = results[i];
        if (tangent != null && result.dtype().isFloating()) {
          Tensor own = tangent.to(result.dtype());
          set(result, Tangents.with(level, own, of(result)));
        }
      }
    }

    private boolean hasRules() {
      for (int i = 0; i < tangents.length; i++) {
        if (tangents[i] != null && op.operand(i).jvp().isEmpty()) {
          return false;
        }
      }
      return op.differentiableResults() == 1;
    }

    private @Nullable Tensor[] byRules() {
      Tensor sum = null;
      for (int i = 0; i < tangents.length; i++) {
        Tensor tangent = tangents[i];
        if (tangent != null) {
          Tensor given = op.isView() ? tangent.contiguous() : tangent;
          Application call =
              new Application(attributes, primals, resultPrimals, new @Nullable Tensor[0]);
          Jvp rule = op.operand(i).jvp().orElseThrow();
          Tensor part = rule.apply(TensorOps.INSTANCE, call, given);
          sum = sum == null ? part : sum.add(part);
        }
      }
      return new @Nullable Tensor[] {sum};
    }

    /** A variadic op is linear in its operands taken together. */
    private @Nullable Tensor[] joined() {
      List<@Nullable Tensor> all = new ArrayList<>();
      for (int i = 0; i < tangents.length; i++) {
        Tensor primal = primals[i];
        Tensor tangent = tangents[i];
        all.add(tangent != null || primal == null ? tangent : Tensor.zerosLike(primal));
      }
      return new @Nullable Tensor[] {
        TensorOps.INSTANCE.apply(op, all, Arrays.asList(attributes)).getFirst()
      };
    }

    /**
     * The vector-Jacobian product is linear in the cotangents, so its gradient with respect to
     * them, weighted by the tangents, is the Jacobian-vector product.
     */
    private @Nullable Tensor[] transposed() {
      boolean record = GradMode.isEnabled();
      List<Tensor> cotangents = new ArrayList<>();
      for (int i = 0; i < op.differentiableResults(); i++) {
        Tensor zeros = Batches.liftedLike(Tensor.zerosLike(results[i]), results[i]);
        cotangents.add(zeros.requiresGrad(true));
      }
      List<Tensor> products = new ArrayList<>();
      List<Tensor> weights = new ArrayList<>();
      try (var _ = GradMode.set(true)) {
        Application call =
            new Application(
                attributes, primals, resultPrimals, cotangents.toArray(new @Nullable Tensor[0]));
        for (int i = 0; i < tangents.length; i++) {
          Tensor tangent = tangents[i];
          if (tangent != null) {
            Tensor product = op.vjp(i).orElseThrow().apply(TensorOps.INSTANCE, call);
            if (product.requiresGrad()) {
              products.add(product);
              weights.add(tangent.to(product.dtype()));
            }
          }
        }
      }
      if (products.isEmpty()) {
        return new @Nullable Tensor[cotangents.size()];
      }
      return Autograd.gradOrNull(products, cotangents, weights, true, record)
          .toArray(new @Nullable Tensor[0]);
    }
  }
}
