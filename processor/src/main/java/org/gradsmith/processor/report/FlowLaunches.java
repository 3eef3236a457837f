/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.adjoint.Line;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.report.DeclaredShapes.Signature;
import org.gradsmith.processor.report.FlowPhases.Piece;
import org.gradsmith.processor.report.Launch.Kind;
import org.gradsmith.processor.report.Launch.Part;
import org.gradsmith.processor.report.Launch.Sized;
import org.gradsmith.processor.shape.Dim;

/**
 * What the sweeps of a method with control flow run, each place of the text once: in a loop it is
 * run in each turn. Sums over broadcast dimensions, which shapes decide at the call, are left out.
 */
final class FlowLaunches {
  private static final Pattern REVERSAL = Pattern.compile("\\w+\\.(backward|reverse)\\(.*\\)");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private final List<Launch> launches = new ArrayList<>();
  private final List<Launch> outside = new ArrayList<>();
  private final FlowPhases phases;
  private final Map<Variable, Piece> runs = new HashMap<>();
  private final Map<Variable, Launch> calls = new HashMap<>();
  private final Map<Variable, RowOfTable> rows = new HashMap<>();
  private final FlowSizes flow;
  private final TensorSizes sizes;
  private final Work work;
  private final Pattern primitives;
  private Span at = Span.NONE;

  private FlowLaunches(FlowPhases phases, FlowSizes flow) {
    Sweeps sweeps = phases.sweeps();
    this.phases = phases;
    this.flow = flow;
    this.sizes = flow.sizes();
    this.work = new Work(sizes);
    this.primitives =
        sweeps.primitives().isEmpty()
            ? Pattern.compile("(?!)")
            : Pattern.compile(
                sweeps.primitives().stream()
                    .sorted()
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?<![\\w.$])(", ")\\(")));
  }

  static FlowLaunches of(FlowPhases phases, FlowSizes flow) {
    FlowLaunches found = new FlowLaunches(phases, flow);
    found.forward(phases.sweeps().method().body());
    found.reverse(phases.sweeps().backward());
    return found;
  }

  /** All of them, those of pieces where the pieces run. */
  List<Launch> all() {
    return launches;
  }

  /** The counts of what lies outside of pieces. Nothing of that is fused, so before is after. */
  KernelCounts outside() {
    int forward = 0;
    int reverse = 0;
    int calls = 0;
    for (Launch launch : outside) {
      int runs = launch.kind() == Kind.OP ? launch.ops().size() : 0;
      forward += launch.isReverse() ? 0 : runs;
      reverse += launch.isReverse() ? runs : 0;
      calls += launch.kind() == Kind.CALL && !launch.isReverse() ? 1 : 0;
    }
    return new KernelCounts(forward, forward, reverse, reverse, calls);
  }

  private void add(Launch launch) {
    outside.add(launch);
    launches.add(launch);
  }

  private void add(Piece piece, boolean isReverse) {
    StraightPhases line = flow.known(piece);
    Launches.of(line, line.sizes(), piece.name()).stream()
        .filter(launch -> launch.isReverse() == isReverse && launch.kind() != Kind.GRADIENT)
        .forEach(launches::add);
  }

  private void forward(Statement statement) {
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(this::forward);
      case Statement.Apply apply -> add(apply);
      case Statement.Call call -> {
        Optional<Signature> callee = phases.declared().function(call.sweep());
        Optional<RowOfTable> row = RowOfTable.of(call, callee, flow::isConstant);
        if (row.isPresent()) {
          rows.put(call.call(), row.get());
          add(row.get(), call.result().stream().toList(), call.span());
        } else {
          call(
              call.call(),
              callee.map(Signature::name).orElseGet(() -> FlowText.simple(call.sweep())),
              call.arguments(),
              call.result(),
              call.span());
        }
      }
      case Statement.CallFunction call -> {
        Optional<Piece> piece = phases.piece(call.function());
        piece.ifPresent(p -> {
          runs.put(call.call(), p);
          add(p, false);
        });
        Optional<RowOfTable> row = RowOfTable.of(call, flow::isConstant);
        row.ifPresent(r -> {
          rows.put(call.call(), r);
          add(r, List.of(call.result()), call.span());
        });
        if (piece.isEmpty() && row.isEmpty()) {
          List<Variable> arguments = List.copyOf(call.arguments().reads());
          call(call.call(), called(call), arguments, Optional.of(call.result()), call.span());
        }
      }
      case Statement.Guarded guarded -> {
        forward(guarded.body());
        forward(guarded.end());
      }
      case Statement.If choice -> {
        forward(choice.then());
        forward(choice.otherwise());
      }
      case Statement.Loop loop -> {
        forward(loop.test());
        forward(loop.body());
      }
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Write _ -> {}
    }
  }

  /** What the record is told that it calls, in quotes; else the function. */
  private static String called(Statement.CallFunction call) {
    Matcher quoted = QUOTED.matcher(call.about().toString());
    return quoted.find() ? quoted.group(1) : call.function().toString();
  }

  private void add(Statement.Apply apply) {
    Node.Apply node = FlowSizes.node(apply);
    boolean isView = sizes.isFree(node);
    add(
        launch(
            false,
            isView ? Kind.VIEW : Kind.OP,
            List.of(apply.op().name()),
            apply.span(),
            node.operands(),
            node.results(),
            work.of(node)));
  }

  private void add(RowOfTable row, List<Variable> results, Span span) {
    Node.Apply node =
        new Node.Apply(row.op(), row.operands(), List.of(), FlowSizes.tensors(results), span);
    boolean isWhole = row.isWhole() && !node.results().isEmpty();
    boolean isView = isWhole ? sizes.isFree(node) : TensorSizes.isView(row.op());
    add(
        launch(
            false,
            isView ? Kind.VIEW : Kind.OP,
            List.of(row.op().name()),
            span,
            node.operands(),
            node.results(),
            isWhole ? work.of(node) : Optional.empty()));
  }

  private void reverseOf(RowOfTable row) {
    if (!row.reverse().isEmpty()) {
      add(launch(true, Kind.OP, row.reverse(), at, row.kept(), List.of(), Optional.empty()));
    }
  }

  private void call(
      Variable record,
      String name,
      List<Variable> arguments,
      Optional<Variable> result,
      Span span) {
    List<Value> reads = FlowSizes.tensors(arguments);
    List<Value> makes = FlowSizes.tensors(result.stream().toList());
    Launch call = call(false, name, span, sized(reads), sized(makes));
    calls.put(record, call);
    add(call);
  }

  private Launch call(
      boolean isReverse, String name, Span span, List<Sized> reads, List<Sized> makes) {
    return new Launch(
        isReverse,
        Kind.CALL,
        name,
        "",
        span,
        List.of(),
        reads,
        makes,
        Dim.of(0),
        Optional.of(Dim.of(0)));
  }

  /** The reverse of a call, from the adjoint of its result to those of its arguments. */
  private void reverseOf(Launch call) {
    add(call(true, call.name(), call.span(), bars(call.makes()), bars(call.reads())));
  }

  private static List<Sized> bars(List<Sized> tensors) {
    return tensors.stream().map(t -> new Sized(t.name() + "Bar", t.bytes())).toList();
  }

  private void reverse(List<Line> lines) {
    for (Line line : lines) {
      switch (line) {
        case Line.At(Span span) -> at = span;
        case Line.Let(Variable target, Code value, boolean _) -> primitives(value, List.of(target));
        case Line.Field(Variable target, Code value) -> primitives(value, List.of(target));
        case Line.Add(Variable bar, Code value) -> primitives(value, List.of(bar));
        case Line.AddElement(Variable _, Code _, Code value) -> primitives(value, List.of());
        case Line.Do(Code code) -> {
          primitives(code, List.of());
          if (REVERSAL.matcher(code.toString()).matches()) {
            Variable record = code.reads().iterator().next();
            Optional.ofNullable(runs.get(record)).ifPresent(piece -> add(piece, true));
            Optional.ofNullable(calls.get(record)).ifPresent(this::reverseOf);
            Optional.ofNullable(rows.get(record)).ifPresent(this::reverseOf);
          }
        }
        case Line.Group(List<Line> inner) -> reverse(inner);
        case Line.Guarded guarded ->
            reverse(Stream.concat(guarded.body().stream(), guarded.end().stream()).toList());
        case Line.Choose(Code _, List<Line> then, List<Line> otherwise) -> {
          reverse(then);
          reverse(otherwise);
        }
        case Line.Turns turns -> {
          reverse(turns.test());
          reverse(turns.body());
        }
        case Line.Repeat(Variable _, List<Line> body) -> reverse(body);
        case Line.CountDown countDown -> reverse(countDown.body());
        case Line.Forgotten(String _, List<Line> inner) -> reverse(inner);
        case Line.Rerun rerun -> {
          reverse(rerun.body());
          reverse(rerun.reverse());
        }
        case Line.Keep _, Line.Restore _ -> {}
      }
    }
  }

  /** The primitives that a piece of Java calls, one launch each, with what they read together. */
  private void primitives(Code code, List<Variable> targets) {
    List<String> ops = new ArrayList<>();
    List<String> views = new ArrayList<>();
    Matcher call = primitives.matcher(code.toString());
    while (call.find()) {
      boolean isView = OpTable.find(call.group(1)).filter(TensorSizes::isView).isPresent();
      (isView ? views : ops).add(call.group(1));
    }
    List<Value> reads = FlowSizes.tensors(List.copyOf(code.reads()));
    List<Value> makes = FlowSizes.tensors(targets);
    if (!views.isEmpty()) {
      add(launch(true, Kind.VIEW, views, at, reads, makes, Optional.of(Dim.of(0))));
    }
    if (!ops.isEmpty()) {
      add(launch(true, Kind.OP, ops, at, reads, makes, Optional.empty()));
    }
  }

  private Launch launch(
      boolean isReverse,
      Kind kind,
      List<String> ops,
      Span span,
      List<Value> reads,
      List<Value> makes,
      Optional<Dim> flops) {
    Dim bytes =
        kind == Kind.OP
            ? Stream.concat(reads.stream(), makes.stream())
                .distinct()
                .map(sizes::bytes)
                .reduce(Dim.of(0), Dim::plus)
            : Dim.of(0);
    return new Launch(
        isReverse,
        kind,
        String.join(", ", ops),
        "",
        span,
        ops.stream().map(op -> new Part(op, names(reads), names(makes), false, span)).toList(),
        sized(reads),
        sized(makes),
        bytes,
        flops);
  }

  private List<Sized> sized(List<Value> tensors) {
    return tensors.stream().distinct().map(v -> new Sized(v.name(), sizes.bytes(v))).toList();
  }

  private static List<String> names(List<Value> tensors) {
    return tensors.stream().map(Value::name).toList();
  }
}
