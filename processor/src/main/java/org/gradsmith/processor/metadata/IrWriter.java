/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.List;
import java.util.stream.Collectors;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;

/** Writes a method as text; see {@link IrText}. */
final class IrWriter {
  private final StringBuilder text = new StringBuilder();
  private final boolean spans;
  private String file = "";

  IrWriter(boolean spans) {
    this.spans = spans;
  }

  String write(Method method) {
    text.append("ir ").append(IrText.FORMAT).append('\n');
    line("method " + Tokens.quote(method.className()) + " " + method.name(), method.span());
    file = method.span().file();
    method.self().ifPresent(self -> text.append("self ").append(definition(self)).append('\n'));
    for (int i = 0; i < method.parameters().size(); i++) {
      text.append("parameter ")
          .append(definition(method.parameters().get(i)))
          .append(' ')
          .append(Tokens.quote(method.shapes().get(i)))
          .append('\n');
    }
    method
        .functions()
        .forEach((generated, hash) ->
            text.append("with ")
                .append(Tokens.quote(generated))
                .append(' ')
                .append(Tokens.quote(hash))
                .append('\n'));
    for (Node node : method.body()) {
      String results =
          node.results().stream().map(IrWriter::definition).collect(Collectors.joining(", "));
      line("let " + results + " = " + step(node), node.span());
    }
    text.append("return ").append(method.result().name()).append('\n');
    return text.toString();
  }

  private void line(String content, Span span) {
    text.append(content);
    if (spans) {
      text.append(" @ ");
      if (!span.file().equals(file)) {
        text.append(Tokens.quote(span.file())).append(' ');
      }
      text.append(span.line()).append(' ').append(span.start()).append(' ').append(span.end());
      text.append(' ').append(Tokens.quote(span.text()));
    }
    text.append('\n');
  }

  private static String definition(Value value) {
    return value.name()
        + switch (value.type()) {
          case Value.Type.TensorType(boolean optional) -> optional ? " optional" : " tensor";
          case Value.Type.ObjectType(String className) -> " object " + Tokens.quote(className);
          case Value.Type.NumberType(Value.Type.Kind kind) -> " number " + kind;
        };
  }

  private static String step(Node node) {
    return switch (node) {
      case Node.Read r -> "read " + r.object().name() + " " + member(r.member());
      case Node.Apply a ->
          "apply "
              + a.op().name()
              + " "
              + names(a.operands())
              + " ["
              + a.attributes().stream().map(IrWriter::attribute).collect(Collectors.joining(", "))
              + "]";
      case Node.CallModule c ->
          "call "
              + c.module().name()
              + " "
              + names(c.operands())
              + (c.hooks() ? " hooks" : " direct")
              + c.callee().map(m -> " " + Tokens.quote(m.className())).orElse("");
    };
  }

  private static String names(List<Value> values) {
    return values.stream().map(Value::name).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String member(Member member) {
    return Tokens.quote(member.owner())
        + " "
        + member.name()
        + " "
        + member.access()
        + " "
        + Tokens.quote(member.type());
  }

  private static String attribute(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal(long value) -> Long.toString(value);
      case Attr.Number(double value) -> "number " + Tokens.quote(Double.toString(value));
      case Attr.SizeOf(Value tensor, int dim) -> "size " + tensor.name() + " " + dim;
      case Attr.ShapeOf(Value tensor) -> "shape " + tensor.name();
      case Attr.BroadcastOf shape -> throw new IllegalStateException(shape + " is of sweeps only");
      case Attr.Parameter(Value number) -> "given " + number.name();
      case Attr.Read(Value object, Member m) -> "read " + object.name() + " " + member(m);
      case Attr.Arithmetic(Attr.Operator operator, Attr left, Attr right) ->
          "(" + attribute(left) + " " + operator.symbol() + " " + attribute(right) + ")";
      case Attr.Sizes(List<Attr> sizes) ->
          sizes.stream().map(IrWriter::attribute).collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
