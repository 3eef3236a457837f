/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.pass.DropUnused;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Codes;
import org.gradsmith.processor.adjoint.FusedResults;
import org.gradsmith.processor.adjoint.Reads;

/**
 * Puts a call in the place of rows that kernels can run together. The rows become a straight line
 * with several results, which is differentiated and fused like the forward of a module.
 */
public final class Outlining {
  /** Names that the class of a run needs for itself. */
  private static final Set<String> RESERVED = Set.of("in", "self", "needs", "bars", "cotangents");

  /** The constant through which such a class is used. */
  private static final String INSTANCE = "ROWS";

  /** Methods of tensors that write to them. */
  private static final Pattern WRITE =
      Pattern.compile("(InPlace|\\.(copyFrom|fill|zero|set|become))\\(");

  private final FlowMethod method;
  private final String packageName;
  private final Passing passing;
  private final Names names = new Names();
  private final IdentityHashMap<Statement, Set<Variable>> reads = new IdentityHashMap<>();
  private final List<RowRun> runs = new ArrayList<>();

  private Outlining(FlowMethod method, String packageName, Passing passing) {
    this.method = method;
    this.packageName = packageName;
    this.passing = passing;
  }

  /**
   * A method without the rows that run together.
   *
   * @param runs these rows
   */
  public record Outlined(FlowMethod method, List<RowRun> runs) {}

  /**
   * Takes the rows out of a method. One that may write in place stays as it is: kernels compute
   * again what rows keep, and a write to something kept is to be refused as on the tape.
   *
   * @param packageName where the classes of the rows will be
   * @param isRecord whether the class of that canonical name is a record
   */
  public static Outlined of(FlowMethod method, String packageName, Predicate<String> isRecord) {
    boolean[] writes = {false};
    Activity.walk(method.body(), s -> writes[0] |= mayWrite(s));
    return writes[0]
        ? new Outlined(method, List.of())
        : new Outlining(method, packageName, new Passing(isRecord)).run();
  }

  /** Writes where no gradients are followed are calls as any others. */
  private static boolean mayWrite(Statement statement) {
    return statement instanceof Statement.Write
        || (statement instanceof Statement.Effect effect
            && effect.code().reads().stream().anyMatch(Variable::isTensor))
        || Codes.of(statement).stream().anyMatch(code -> WRITE.matcher(code.toString()).find());
  }

  private Outlined run() {
    method.self().ifPresent(v -> names.take(v.name()));
    method.parameters().forEach(v -> names.take(v.name()));
    Activity.walk(
        method.body(),
        s -> {
          reads.put(s, Reads.in(s));
          Assigned.in(s).forEach(v -> names.take(v.name()));
        });
    Statement.Block body = block(method.body());
    return new Outlined(method.with(body, method.result()), List.copyOf(runs));
  }

  private Statement.Block block(Statement.Block block) {
    List<Statement> statements = new ArrayList<>();
    Gathering open = new Gathering(RESERVED, passing);
    for (Statement statement : block.statements()) {
      if (!open.add(statement)) {
        close(open, statements);
        open = new Gathering(RESERVED, passing);
        if (!open.add(statement)) {
          statements.add(inside(statement));
        }
      }
    }
    close(open, statements);
    return new Statement.Block(statements, block.span());
  }

  private Statement inside(Statement statement) {
    return switch (statement) {
      case Statement.Block block -> block(block);
      case Statement.If(Variable condition, var then, var otherwise, Span span) ->
          new Statement.If(condition, block(then), block(otherwise), span);
      case Statement.Guarded(var resources, var body, var end, Span span) ->
          new Statement.Guarded(resources, block(body), block(end), span);
      case Statement.Loop loop ->
          new Statement.Loop(
              loop.test(),
              loop.go(),
              block(loop.body()),
              loop.testFirst(),
              loop.checkpoints(),
              loop.span());
      default -> statement;
    };
  }

  /** Writes the call of the rows, or the statements as they stood. */
  private void close(Gathering rows, List<Statement> into) {
    List<Variable> results = results(rows);
    if (rows.rows().size() < 2 || results.isEmpty()) {
      into.addAll(rows.original());
      return;
    }
    List<Value> values = results.stream().map(rows::valueOf).toList();
    Method line = line(rows, values);
    RowRun run = RowRun.of(method.sweep() + "__rows" + (runs.size() + 1), line, values);
    if (!run.hasKernels()) {
      into.addAll(rows.original());
      return;
    }
    runs.add(run);
    into.addAll(rows.before());
    List<Variable> operands =
        rows.operands().stream().filter(v -> line.parameters().contains(rows.valueOf(v))).toList();
    call(run.name(), operands, results, line.span(), into);
    into.addAll(rows.behind());
  }

  /** What is read of the rows by others. */
  private List<Variable> results(Gathering rows) {
    Set<Variable> read = new HashSet<>();
    method.result().ifPresent(read::add);
    rows.behind().forEach(assign -> read.addAll(assign.value().reads()));
    IdentityHashMap<Statement, Boolean> inside = new IdentityHashMap<>();
    rows.original().forEach(s -> inside.put(s, true));
    reads.forEach((statement, variables) -> {
      if (!inside.containsKey(statement)) {
        read.addAll(variables);
      }
    });
    return rows.rows().stream()
        .map(row -> row.results().getFirst())
        .filter(read::contains)
        .toList();
  }

  /** The rows that results need, with the operands that these read. */
  private Method line(Gathering rows, List<Value> results) {
    Method all = line(rows, rows.operands().stream().map(rows::valueOf).toList(), rows.nodes());
    List<Node> needed = DropUnused.apply(all, results).body();
    Set<Value> read = new HashSet<>();
    needed.forEach(node -> read.addAll(node.operands()));
    return line(rows, all.parameters().stream().filter(read::contains).toList(), needed);
  }

  private Method line(Gathering rows, List<Value> parameters, List<? extends Node> nodes) {
    return new Method(
        method.className(),
        method.name(),
        Optional.empty(),
        parameters,
        parameters.stream().map(_ -> "").toList(),
        List.copyOf(nodes),
        nodes.getLast().results().getFirst(),
        rows.rows().getLast().span());
  }

  private void call(
      String name,
      List<Variable> operands,
      List<Variable> results,
      Span span,
      List<Statement> into) {
    Variable call = new Variable(names.fresh("rows"), Variable.Kind.PASSIVE, FusedResults.RUN);
    String canonical = packageName.isEmpty() ? name : packageName + "." + name;
    Code.Builder arguments = Code.builder();
    for (int i = 0; i < operands.size(); i++) {
      arguments.text(i == 0 ? "" : ", ").use(operands.get(i));
    }
    into.add(
        new Statement.CallFunction(
            Code.text(""),
            Code.builder().type(canonical).text("." + INSTANCE).build(),
            call,
            arguments.build(),
            results.getFirst(),
            true,
            span));
    for (int i = 1; i < results.size(); i++) {
      Code result = FusedResults.of(call, i);
      into.add(new Statement.Assign(results.get(i), new Expression.Plain(result), true, span));
    }
  }
}
