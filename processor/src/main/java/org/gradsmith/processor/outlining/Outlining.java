/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Codes;
import org.gradsmith.processor.adjoint.Reads;
import org.gradsmith.processor.simplify.FunctionRows;

/**
 * Puts a call in the place of rows that kernels can run together. The rows become a straight line,
 * which is differentiated and fused like the forward of a module.
 */
public final class Outlining {
  /** Names that the class of a run needs for itself. */
  private static final Set<String> RESERVED = Set.of("in", "self", "needs", "bars", "cotangents");

  /** The constant through which such a class is used. */
  private static final String INSTANCE = "ROWS";

  private static final String RUN = "org.gradsmith.compiled.FusedRun";

  /** Methods of tensors that write to them. */
  private static final Pattern WRITE =
      Pattern.compile("(InPlace|\\.(copyFrom|fill|zero|set|become))\\(");

  private final FlowMethod method;
  private final String packageName;
  private final Passing passing;
  private final Names names = new Names();
  private final IdentityHashMap<Statement, Set<Variable>> reads = new IdentityHashMap<>();

  /** What statements assign that have no others in them. */
  private final IdentityHashMap<Statement, Set<Variable>> writes = new IdentityHashMap<>();

  private final List<RowRun> runs = new ArrayList<>();

  private Outlining(FlowMethod method, String packageName, Passing passing) {
    this.method = method;
    this.packageName = packageName;
    this.passing = passing;
  }

  /**
   * A method without the rows that run together.
   *
   * @param opened the method with these rows, and with functions of the library in the place of
   *     their calls
   * @param runs the rows
   */
  public record Outlined(FlowMethod opened, FlowMethod method, List<RowRun> runs) {}

  /**
   * Takes the rows out of a method. One that may write in place stays as it is: kernels compute
   * again what rows keep, and a write to something kept is to be refused as on the tape.
   *
   * @param packageName where the classes of the rows will be
   * @param isComponent whether the class of that canonical name is a record with that component
   * @param functions the body of a function of the library, by the name of its generated class, if
   *     it is a straight line
   */
  public static Outlined of(
      FlowMethod method,
      String packageName,
      BiPredicate<String, String> isComponent,
      Function<String, Optional<Method>> functions) {
    boolean[] writes = {false};
    Activity.walk(method.body(), s -> writes[0] |= mayWrite(s));
    if (writes[0]) {
      return new Outlined(method, method, List.of());
    }
    FlowMethod opened = FunctionRows.of(method, functions, Rows::isFusible);
    return new Outlining(opened, packageName, new Passing(isComponent)).run();
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
          if (!isCompound(s)) {
            writes.put(s, Assigned.in(s));
          }
        });
    Statement.Block body = block(method.body());
    return new Outlined(method, method.with(body, method.result()), List.copyOf(runs));
  }

  private static boolean isCompound(Statement statement) {
    return switch (statement) {
      case Statement.Block _, Statement.Guarded _, Statement.If _, Statement.Loop _ -> true;
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Apply _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Call _,
          Statement.CallFunction _,
          Statement.Write _ ->
          false;
    };
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

  /** Writes calls in the place of rows, or the statements as they stood. */
  private void close(Gathering rows, List<Statement> into) {
    int before = runs.size();
    List<Statement> written = new ArrayList<>(rows.before());
    List<Statement.Assign> names = rows.behind().stream().filter(n -> isUsed(n, rows)).toList();
    for (List<Integer> together : Partition.of(rows.nodes(), results(rows, names))) {
      write(rows, together, written);
    }
    written.addAll(names);
    into.addAll(runs.size() == before ? rows.original() : written);
  }

  /** Writes the call of rows of which only the last one is read by others. */
  private void write(Gathering rows, List<Integer> together, List<Statement> into) {
    Optional<RowRun> run =
        together.size() < 2
            ? Optional.empty()
            : Optional.of(run(together.stream().map(rows.nodes()::get).toList()))
                .filter(RowRun::hasKernels);
    if (run.isEmpty()) {
      together.forEach(i -> into.add(rows.rows().get(i)));
      return;
    }
    runs.add(run.get());
    List<Variable> operands =
        run.get().unfused().operands().stream().map(rows::variableOf).toList();
    Statement.Apply last = rows.rows().get(together.getLast());
    into.add(call(run.get().name(), operands, last.results().getFirst(), last.span()));
  }

  private RowRun run(List<Node.Apply> nodes) {
    Set<Value> made = new HashSet<>();
    Set<Value> operands = new LinkedHashSet<>();
    for (Node.Apply node : nodes) {
      node.operands().stream().filter(v -> !made.contains(v)).forEach(operands::add);
      made.addAll(node.results());
    }
    Value result = nodes.getLast().results().getFirst();
    Method line =
        new Method(
            method.className(),
            method.name(),
            Optional.empty(),
            List.copyOf(operands),
            operands.stream().map(_ -> "").toList(),
            List.copyOf(nodes),
            result,
            nodes.getLast().span());
    return RowRun.of(method.sweep() + "__rows" + (runs.size() + 1), line);
  }

  /**
   * Whether anything but the rows uses a name of a result: what does not assign it elsewhere, be it
   * for an earlier turn of a loop, reads nothing else by that name in the rows.
   */
  private boolean isUsed(Statement.Assign name, Gathering rows) {
    return method.parameters().contains(name.target())
        || mentioned(reads, rows).contains(name.target())
        || mentioned(writes, rows).contains(name.target());
  }

  /**
   * What is read of the rows by others.
   *
   * @param names names that results have behind the rows
   */
  private Set<Value> results(Gathering rows, List<Statement.Assign> names) {
    Set<Variable> read = mentioned(reads, rows);
    names.forEach(assign -> read.addAll(assign.value().reads()));
    return rows.rows().stream()
        .map(row -> row.results().getFirst())
        .filter(read::contains)
        .map(rows::valueOf)
        .collect(Collectors.toSet());
  }

  /** The variables that statements have to do with which are not gathered, and the result. */
  private Set<Variable> mentioned(
      IdentityHashMap<Statement, Set<Variable>> variables, Gathering rows) {
    Set<Variable> mentioned = new HashSet<>();
    method.result().ifPresent(mentioned::add);
    IdentityHashMap<Statement, Boolean> inside = new IdentityHashMap<>();
    rows.original().forEach(s -> inside.put(s, true));
    variables.forEach((statement, own) -> {
      if (!inside.containsKey(statement)) {
        mentioned.addAll(own);
      }
    });
    return mentioned;
  }

  private Statement call(String name, List<Variable> operands, Variable result, Span span) {
    Variable call = new Variable(names.fresh("rows"), Variable.Kind.PASSIVE, RUN);
    String canonical = packageName.isEmpty() ? name : packageName + "." + name;
    Code.Builder arguments = Code.builder();
    for (int i = 0; i < operands.size(); i++) {
      arguments.text(i == 0 ? "" : ", ").use(operands.get(i));
    }
    return new Statement.CallFunction(
        Code.text(""),
        Code.builder().type(canonical).text("." + INSTANCE).build(),
        call,
        arguments.build(),
        result,
        true,
        span);
  }
}
