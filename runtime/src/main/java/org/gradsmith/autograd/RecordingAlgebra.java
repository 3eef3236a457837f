/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.ir.op.Vjp;
import org.jspecify.annotations.Nullable;

/**
 * Executes a derivative rule without computing anything, to see what it reads of its call. One run
 * per rule is enough: a rule branches on nothing that differs between calls.
 */
final class RecordingAlgebra implements Ops<RecordingAlgebra.Token, RecordingAlgebra.Token> {
  private static final RecordingAlgebra INSTANCE = new RecordingAlgebra();
  private static final Map<Op, Reads[]> KNOWN = new ConcurrentHashMap<>();

  /** Stands for every tensor, shape and attribute. */
  enum Token {
    ANY
  }

  /**
   * What a rule reads, as bit masks.
   *
   * @param operands operands whose values it reads
   * @param shapes operands whose shapes it reads
   * @param results results whose values it reads
   */
  record Reads(long operands, long shapes, long results) {
    static final Reads NOTHING = new Reads(0, 0, 0);

    Reads and(Reads other) {
      return new Reads(operands | other.operands, shapes | other.shapes, results | other.results);
    }
  }

  private RecordingAlgebra() {}

  /**
   * What the rule of each row of operands reads, operands at a variadic place counting as one;
   * {@link Reads#NOTHING} for an operand without a rule.
   */
  static Reads[] of(Op op) {
    return KNOWN.computeIfAbsent(op, RecordingAlgebra::observe);
  }

  private static Reads[] observe(Op op) {
    Reads[] reads = new Reads[op.operands().size()];
    for (int i = 0; i < reads.length; i++) {
      reads[i] = observe(op, op.vjp(i));
    }
    return reads;
  }

  private static Reads observe(Op op, Optional<Vjp> rule) {
    if (rule.isEmpty()) {
      return Reads.NOTHING;
    }
    Observer observer = new Observer(op);
    rule.get().apply(INSTANCE, observer);
    return new Reads(observer.operands, observer.shapes, observer.results);
  }

  @Override
  public List<Token> apply(Op op, List<@Nullable Token> operands, List<Token> attributes) {
    return Collections.nCopies(op.results().size(), Token.ANY);
  }

  @Override
  public Token literal(long value) {
    return Token.ANY;
  }

  @Override
  public Token number(double value) {
    return Token.ANY;
  }

  @Override
  public Token size(Token shape, int dim) {
    return Token.ANY;
  }

  @Override
  public Token sizeAlong(Token shape, Token dim) {
    return Token.ANY;
  }

  @Override
  public Token plus(Token a, Token b) {
    return Token.ANY;
  }

  private static final class Observer implements Call<Token, Token> {
    private final Op op;
    private long operands;
    private long shapes;
    private long results;

    Observer(Op op) {
      this.op = op;
    }

    @Override
    public Token operand(int index) {
      operands |= 1L << op.row(index);
      return Token.ANY;
    }

    @Override
    public Token shape(int index) {
      shapes |= 1L << op.row(index);
      return Token.ANY;
    }

    @Override
    public Token result(int index) {
      results |= 1L << index;
      return Token.ANY;
    }

    @Override
    public Token attribute(int index) {
      return Token.ANY;
    }

    @Override
    public int operandCount() {
      return op.operands().size();
    }

    @Override
    public boolean isPresent(int index) {
      return true;
    }

    @Override
    public Token resultShape() {
      return Token.ANY; // the shape of result 0 is kept in any case
    }

    @Override
    public Token cotangent() {
      return Token.ANY;
    }

    @Override
    public Token cotangent(int index) {
      return Token.ANY;
    }
  }
}
