/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeFacts;
import org.gradsmith.processor.shape.ShapeInference;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * A straight line as each phase of the compiler left it.
 *
 * @param read as it was read
 * @param simplified without what nobody uses, members read once
 * @param inlined with the bodies of modules in the place of their calls
 * @param differentiated its sweeps before fusion
 * @param fused its sweeps with kernels
 * @param members the steps that a kernel of the fused sweeps runs
 * @param infer goes on with shapes: from known ones and ops to those of what the ops make
 * @param shapes what is known of the shapes of the inlined method
 * @param alike values that are taken to have the shape of an earlier one
 */
public record StraightPhases(
    Method read,
    Method simplified,
    Method inlined,
    Sweeps differentiated,
    Sweeps fused,
    Function<Step.RunKernel, List<Step.Compute>> members,
    BiFunction<Map<Value, List<Dim>>, List<Node.Apply>, Map<Value, List<Dim>>> infer,
    Map<Value, List<Dim>> shapes,
    Map<Value, Value> alike) {
  /**
   * A piece of a method, whose operands are taken to have one shape of which nothing is known.
   *
   * @param alike values that then have the shape of an earlier one
   */
  public static StraightPhases ofPiece(
      Method line,
      Sweeps differentiated,
      Sweeps fused,
      Function<Step.RunKernel, List<Step.Compute>> members,
      Map<Value, Value> alike) {
    return new StraightPhases(
        line, line, line, differentiated, fused, members, (known, _) -> known, Map.of(), alike);
  }

  /** The same piece, where the shapes of all operands are known. */
  StraightPhases knowing(Map<Value, List<Dim>> operands) {
    ShapeFacts facts =
        new ShapeFacts() {
          @Override
          public Optional<List<Dim>> shape(Value object, Member member) {
            return Optional.empty();
          }

          @Override
          public Optional<Dim> value(Value object, Member member) {
            return Optional.empty();
          }

          @Override
          public Optional<List<Dim>> parameter(int index) {
            return Optional.ofNullable(operands.get(inlined.parameters().get(index)));
          }
        };
    return new StraightPhases(
        read,
        simplified,
        inlined,
        differentiated,
        fused,
        members,
        (known, ops) -> ShapeInference.inReverse(known, ops, facts),
        ShapeInference.infer(inlined, facts).shapes(),
        Map.of());
  }

  /** The sizes of all tensors of both sweeps. */
  TensorSizes sizes() {
    List<Node.Apply> ops = new ArrayList<>();
    addOps(differentiated.forward(), ops);
    addOps(differentiated.reverse(), ops);
    addOps(fused.reverse(), ops);
    Map<Value, List<Dim>> known = new HashMap<>(shapes);
    Map<Value, Value> same = new HashMap<>(alike);
    List<Dim> shape = shapes.get(fused.result());
    if (shape != null) {
      known.put(fused.cotangent(), shape);
    }
    same.put(fused.cotangent(), fused.result());
    return new TensorSizes(infer.apply(known, ops), ops, same);
  }

  private void addOps(List<Step> steps, List<Node.Apply> ops) {
    for (Step step : steps) {
      switch (step) {
        case Step.Compute compute -> ops.add(compute.node());
        case Step.RunKernel kernel -> members.apply(kernel).forEach(m -> ops.add(m.node()));
        case Step.CallModule _, Step.ReverseModule _, Step.Contribute _ -> {}
      }
    }
  }
}
