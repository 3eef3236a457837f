/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Line;
import org.gradsmith.processor.javagen.UserLines;

/** Writes the lines of a sweep in Java. */
final class LineWriter {
  private static final Pattern COMPOUND =
      Pattern.compile("(\\w+ ?: )?(for|while|do|if|switch|try)\\b[^{]*\\{");

  private final TypeNames types;
  private final Handles handles;
  private final Set<Stack> stacks = EnumSet.noneOf(Stack.class);
  private final UserLines userLines = new UserLines();
  private final StringBuilder texts;

  LineWriter(TypeNames types, Handles handles) {
    this.types = types;
    this.handles = handles;
    this.texts = new StringBuilder();
  }

  /** A writer of lines inside of others, with stacks of its own. */
  private LineWriter(LineWriter outer) {
    this.types = outer.types;
    this.handles = outer.handles;
    this.texts = outer.texts;
  }

  /** The stacks of a call, by what they hold. */
  enum Stack {
    DOUBLES("doubles", "Doubles"),
    INTS("ints", "Ints"),
    LONGS("longs", "Longs"),
    OBJECTS("objects", "Objects");

    private final String field;
    private final String type;

    Stack(String field, String type) {
      this.field = field;
      this.type = type;
    }

    String field() {
      return field;
    }

    String type() {
      return type;
    }

    static Stack of(Variable variable) {
      return switch (variable.type()) {
        case "double", "float" -> DOUBLES;
        case "int", "short", "byte", "char", "boolean" -> INTS;
        case "long" -> LONGS;
        default -> OBJECTS;
      };
    }
  }

  /** The stacks that the lines written so far use. */
  Set<Stack> stacks() {
    return stacks;
  }

  /** The pieces of Java written so far, one after another. */
  CharSequence texts() {
    return texts;
  }

  CodeBlock write(List<Line> lines) {
    CodeBlock.Builder code = CodeBlock.builder();
    write(lines, code);
    return code.build();
  }

  private void write(List<Line> lines, CodeBlock.Builder code) {
    int next = 0;
    while (next < lines.size()) {
      List<String> numbers = keptFrom(lines, next, Stack.DOUBLES);
      List<String> objects = keptFrom(lines, next, Stack.OBJECTS);
      int count = Math.min(8, Integer.highestOneBit(numbers.size()));
      if (count > 1) {
        stacks.add(Stack.DOUBLES);
        code.addStatement(
            "$L.push($L)", Stack.DOUBLES.field(), String.join(", ", numbers.subList(0, count)));
        next += count;
      } else if (objects.size() > 1) {
        stacks.add(Stack.OBJECTS);
        code.addStatement(
            "$L.pushAll($L)",
            Stack.OBJECTS.field(),
            CodeBlock.join(objects.stream().map(o -> CodeBlock.of("$L", o)).toList(), ",$W"));
        next += objects.size();
      } else {
        write(lines.get(next++), code);
      }
    }
  }

  /** What is kept on a stack one after another from a line on. */
  private static List<String> keptFrom(List<Line> lines, int begin, Stack stack) {
    List<String> names = new ArrayList<>();
    for (int i = begin; i < lines.size(); i++) {
      if (lines.get(i) instanceof Line.Keep(Variable kept, boolean stacked, int _)
          && stacked
          && Stack.of(kept) == stack) {
        names.add(kept.name());
      } else {
        break;
      }
    }
    return names;
  }

  private void write(Line line, CodeBlock.Builder code) {
    switch (line) {
      case Line.At(var span) -> userLines.enter(headerOf(span), code);
      case Line.Let(Variable target, Code value, boolean declares) -> {
        if (declares) {
          code.add("$T ", types.of(target.type()));
        }
        statement(target.name() + " = ", value, code);
      }
      case Line.Add(Variable bar, Code value) -> statement(bar.name() + " += ", value, code);
      case Line.AddElement(Variable array, Code index, Code value) ->
          code.addStatement("$L[$L] += $L", array.name(), of(index), of(value));
      case Line.Do(Code done) -> statement("", done, code);
      case Line.Field(Variable target, Code value) -> statement(target.name() + " = ", value, code);
      case Line.Keep keep -> keep(keep, code);
      case Line.Restore restore -> restore(restore, code);
      case Line.Group(List<Line> lines) -> {
        code.add("{\n").indent();
        write(lines, code);
        code.unindent().add("}\n");
      }
      case Line.Guarded guarded -> guarded(guarded, code);
      case Line.Choose choose -> choose(choose, code);
      case Line.Turns turns -> turns(turns, code);
      case Line.Repeat(Variable turns, List<Line> body) -> {
        String left = turns.name() + "Left";
        code.beginControlFlow("for (int $L = $L; $L > 0; $L--)", left, turns.name(), left, left);
        write(body, code);
        code.endControlFlow();
      }
      case Line.Forgotten(String mark, List<Line> lines) -> {
        LineWriter inner = inner();
        CodeBlock text = inner.write(lines);
        marks(inner, mark, code);
        code.addStatement("flow.open()");
        code.add(text);
        reset(inner, mark, code);
        code.addStatement("flow.close()");
        stacks.addAll(inner.stacks);
      }
      case Line.Rerun rerun -> rerun(rerun, code);
      case Line.CountDown countDown -> countDown(countDown, code);
    }
  }

  /** A statement is one line of few pieces: what JavaPoet writes in fragments costs it much. */
  private void statement(String begin, Code code, CodeBlock.Builder into) {
    StringBuilder open = new StringBuilder(begin);
    pieces(code, open, into);
    texts.append(open).append('\n');
    into.add("$L", open.append(";\n").toString());
  }

  private LineWriter inner() {
    return new LineWriter(this);
  }

  private static void marks(LineWriter used, String mark, CodeBlock.Builder code) {
    used.stacks.forEach(s -> code.addStatement("var $L = $L.mark()", s.field() + mark, s.field()));
  }

  private static void reset(LineWriter used, String mark, CodeBlock.Builder code) {
    used.stacks.forEach(s -> code.addStatement("$L.reset($L)", s.field(), s.field() + mark));
  }

  private void rerun(Line.Rerun rerun, CodeBlock.Builder code) {
    LineWriter inner = inner();
    CodeBlock body = inner.write(rerun.body());
    CodeBlock reverse = inner().write(rerun.reverse());
    rerun.before().forEach(l -> write(l, code));
    marks(inner, rerun.mark(), code);
    code.addStatement("flow.open()");
    String turn = rerun.turn().name();
    code.beginControlFlow("for (; $L < $L; $L++)", turn, rerun.turnsLeft(), turn);
    rerun.keep().forEach(l -> write(l, code));
    reset(inner, rerun.mark(), code);
    code.addStatement("flow.forget()");
    code.add(body);
    code.endControlFlow();
    inner.stacks.forEach(s -> code.addStatement("$L.rewind(false)", s.field()));
    rerun.between().forEach(l -> write(l, code));
    code.beginControlFlow("").add(reverse).endControlFlow();
    reset(inner, rerun.mark(), code);
    code.addStatement("flow.close()");
    stacks.addAll(inner.stacks);
  }

  private void countDown(Line.CountDown loop, CodeBlock.Builder code) {
    CodeBlock start = of(loop.start());
    CodeBlock end = of(loop.end());
    boolean notLess =
        start.toString().equals("0") && loop.end().toString().matches("\\w+\\.length|\\d+");
    code.beginControlFlow(
        "for ($T $L = $L; $L-- > $L; )",
        types.of(loop.index().type()),
        loop.index().name(),
        notLess ? end : CodeBlock.of("$T.max($L, $L)", Math.class, end, start),
        loop.index().name(),
        start);
    write(loop.body(), code);
    code.endControlFlow();
  }

  /** Of a statement with a body, what stands ahead of the body. */
  private static Span headerOf(Span span) {
    Matcher header = COMPOUND.matcher(span.text());
    return header.lookingAt()
        ? new Span(span.file(), span.line(), span.start(), span.end(), header.group() + " ... }")
        : span;
  }

  private void keep(Line.Keep keep, CodeBlock.Builder code) {
    String name = keep.variable().name();
    if (!keep.stacked()) {
      code.addStatement("this.$L = $L", name, name);
      return;
    }
    Stack stack = Stack.of(keep.variable());
    stacks.add(stack);
    boolean flag = keep.variable().type().equals("boolean");
    code.addStatement("$L.push($L)", stack.field(), flag ? name + " ? 1 : 0" : name);
  }

  private void restore(Line.Restore restore, CodeBlock.Builder code) {
    Variable variable = restore.variable();
    CodeBlock value;
    if (restore.stacked()) {
      Stack stack = Stack.of(variable);
      stacks.add(stack);
      String pop = stack.field() + ".pop()";
      value =
          switch (variable.type()) {
            case "boolean" -> CodeBlock.of("$L != 0", pop);
            case "float", "short", "byte", "char" ->
                of(Code.text("(" + variable.type() + ") " + pop));
            case "double", "int", "long", "java.lang.Object" -> CodeBlock.of("$L", pop);
            default ->
                variable.type().contains("<")
                    ? CodeBlock.of("$L.popGeneric()", stack.field())
                    : CodeBlock.of("($T) $L", types.of(variable.type()), pop);
          };
    } else {
      value = CodeBlock.of("this.$L", variable.name());
    }
    if (restore.declares()) {
      code.addStatement("$T $L = $L", types.of(variable.type()), variable.name(), value);
    } else {
      code.addStatement("$L = $L", variable.name(), value);
    }
  }

  private void guarded(Line.Guarded guarded, CodeBlock.Builder code) {
    if (guarded.resources().isEmpty()) {
      code.beginControlFlow("try");
    } else {
      code.beginControlFlow(
          "try ($L)",
          guarded.resources().stream().map(Variable::name).collect(Collectors.joining("; ")));
    }
    write(guarded.body(), code);
    if (!guarded.end().isEmpty()) {
      code.nextControlFlow("finally");
      write(guarded.end(), code);
    }
    code.endControlFlow();
  }

  private void choose(Line.Choose choose, CodeBlock.Builder code) {
    boolean onlyOtherwise = choose.then().isEmpty();
    if (onlyOtherwise) {
      code.beginControlFlow("if (!$L)", parenthesized(choose.condition()));
      write(choose.otherwise(), code);
    } else {
      code.beginControlFlow("if ($L)", of(choose.condition()));
      write(choose.then(), code);
      if (!choose.otherwise().isEmpty()) {
        code.nextControlFlow("else");
        write(choose.otherwise(), code);
      }
    }
    code.endControlFlow();
  }

  private CodeBlock parenthesized(Code code) {
    return code.parts().size() == 1 ? of(code) : CodeBlock.of("($L)", of(code));
  }

  private void turns(Line.Turns turns, CodeBlock.Builder code) {
    List<Line> test = turns.test().stream().filter(l -> !(l instanceof Line.At)).toList();
    boolean simple =
        test.size() == 1
            && test.getFirst() instanceof Line.Let(Variable target, Code _, boolean _)
            && target.equals(turns.go());
    CodeBlock condition =
        simple ? of(((Line.Let) test.getFirst()).value()) : CodeBlock.of("$L", turns.go().name());
    if (!simple) {
      code.addStatement("boolean $L", turns.go().name());
    }
    if (turns.testFirst()) {
      if (simple) {
        code.beginControlFlow("while ($L)", condition);
      } else {
        code.beginControlFlow("while (true)");
        write(turns.test(), code);
        code.beginControlFlow("if (!$L)", turns.go().name());
        code.addStatement("break");
        code.endControlFlow();
      }
      write(turns.body(), code);
      code.endControlFlow();
    } else {
      code.beginControlFlow("do");
      write(turns.body(), code);
      if (!simple) {
        write(turns.test(), code);
      }
      code.endControlFlow("while ($L)", condition);
    }
  }

  /** A piece of Java: as few parts as its types allow, since each part costs the writer time. */
  CodeBlock of(Code code) {
    CodeBlock.Builder block = CodeBlock.builder();
    StringBuilder open = new StringBuilder();
    pieces(code, open, block);
    close(open, block);
    return block.build();
  }

  /** Writes all but what follows the last type, which is left open. */
  private void pieces(Code code, StringBuilder open, CodeBlock.Builder block) {
    for (Code.Part part : code.parts()) {
      switch (part) {
        case Code.Text(String text) -> open.append(text);
        case Code.Use(Variable variable) -> open.append(variable.name());
        case Code.PrivateField field -> open.append(handles.constant(field));
        case Code.Type(String name) -> type(name, open, block);
        case Code.Generated(String sweep) -> type(sweep, open, block);
      }
    }
  }

  private void type(String name, StringBuilder open, CodeBlock.Builder block) {
    close(open, block);
    block.add("$T", types.of(name));
  }

  private void close(StringBuilder open, CodeBlock.Builder block) {
    if (!open.isEmpty()) {
      texts.append(open).append('\n');
      block.add("$L", open.toString());
      open.setLength(0);
    }
  }
}
