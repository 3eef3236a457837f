/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;

/** Reads a method from text; see {@link IrText}. */
final class IrReader {
  private final Tokens tokens;
  private final Function<String, Optional<Method>> callees;
  private final Map<String, Value> values = new HashMap<>();
  private String file = "";

  IrReader(String text, Function<String, Optional<Method>> callees) {
    this.tokens = new Tokens(text);
    this.callees = callees;
  }

  Method read() {
    tokens.expect("ir");
    long format = tokens.number();
    if (format != IrText.FORMAT) {
      throw new UnreadableIr("format %d instead of %d".formatted(format, IrText.FORMAT));
    }
    tokens.expect("method");
    String className = tokens.string();
    String name = tokens.word();
    Span span = span();
    file = span.file();
    Optional<Value> self =
        tokens.takeIf("self") ? Optional.of(definition(tokens.word())) : Optional.empty();
    List<Value> parameters = new ArrayList<>();
    List<String> shapes = new ArrayList<>();
    while (tokens.takeIf("parameter")) {
      parameters.add(definition(tokens.word()));
      shapes.add(tokens.string());
    }
    SortedMap<String, String> functions = new TreeMap<>();
    while (tokens.takeIf("with")) {
      functions.put(tokens.string(), tokens.string());
    }
    List<Node> body = new ArrayList<>();
    while (tokens.takeIf("let")) {
      body.add(node());
    }
    tokens.expect("return");
    Value result = value();
    if (!tokens.atEnd()) {
      throw new UnreadableIr("text behind the end: " + tokens.peek());
    }
    return new Method(className, name, self, parameters, shapes, body, result, span, functions);
  }

  private Span span() {
    tokens.expect("@");
    String in = tokens.peek().startsWith("\"") ? tokens.string() : file;
    int line = (int) tokens.number();
    int start = (int) tokens.number();
    int end = (int) tokens.number();
    return new Span(in, line, start, end, tokens.string());
  }

  private Value definition(String name) {
    String type = tokens.word();
    Value value =
        switch (type) {
          case "tensor" -> Value.tensor(name);
          case "optional" -> Value.optionalTensor(name);
          case "object" -> Value.object(name, tokens.string());
          case "number" -> Value.number(name, kind(tokens.word()));
          default -> throw new UnreadableIr("unknown type " + type);
        };
    if (values.put(name, value) != null) {
      throw new UnreadableIr(name + " is defined twice");
    }
    return value;
  }

  private static Value.Type.Kind kind(String name) {
    try {
      return Value.Type.Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new UnreadableIr("unknown type of numbers " + name, e);
    }
  }

  private Value value() {
    String name = tokens.word();
    Value value = values.get(name);
    if (value == null) {
      throw new UnreadableIr(name + " is not defined");
    }
    return value;
  }

  /** The results are defined behind the step: it must not read them. */
  private Node node() {
    List<Value> results = new ArrayList<>();
    do {
      results.add(definition(tokens.word()));
    } while (tokens.takeIf(","));
    tokens.expect("=");
    String kind = tokens.word();
    return switch (kind) {
      case "read" -> new Node.Read(value(), member(), results.getFirst(), span());
      case "apply" -> new Node.Apply(op(), operands(), attributes("[", "]"), results, span());
      case "call" -> call(results.getFirst());
      default -> throw new UnreadableIr("unknown step " + kind);
    };
  }

  private Node call(Value result) {
    Value module = value();
    List<Value> operands = operands();
    boolean hooks = tokens.takeIf("hooks");
    if (!hooks) {
      tokens.expect("direct");
    }
    Optional<Method> callee =
        tokens.peek().startsWith("\"") ? callees.apply(tokens.string()) : Optional.empty();
    return new Node.CallModule(module, operands, result, callee, hooks, span());
  }

  private Op op() {
    String name = tokens.word();
    return OpTable.find(name).orElseThrow(() -> new UnreadableIr("unknown op " + name));
  }

  private List<Value> operands() {
    List<Value> operands = new ArrayList<>();
    tokens.expect("(");
    while (!tokens.takeIf(")")) {
      operands.add(value());
      tokens.takeIf(",");
    }
    return operands;
  }

  private List<Attr> attributes(String open, String close) {
    List<Attr> attributes = new ArrayList<>();
    tokens.expect(open);
    while (!tokens.takeIf(close)) {
      attributes.add(attribute());
      tokens.takeIf(",");
    }
    return attributes;
  }

  private Member member() {
    String owner = tokens.string();
    String name = tokens.word();
    String access = tokens.word();
    try {
      return new Member(owner, name, Member.Access.valueOf(access), tokens.string());
    } catch (IllegalArgumentException e) {
      throw new UnreadableIr("unknown access " + access, e);
    }
  }

  private Attr attribute() {
    return switch (tokens.peek()) {
      case "{" -> new Attr.Sizes(attributes("{", "}"));
      case "(" -> arithmetic();
      case "number" -> {
        tokens.take();
        yield new Attr.Number(floating(tokens.string()));
      }
      case "size" -> {
        tokens.take();
        yield new Attr.SizeOf(value(), (int) tokens.number());
      }
      case "shape" -> {
        tokens.take();
        yield new Attr.ShapeOf(value());
      }
      case "read" -> {
        tokens.take();
        yield new Attr.Read(value(), member());
      }
      case "given" -> {
        tokens.take();
        yield new Attr.Parameter(value());
      }
      default -> new Attr.Literal(tokens.number());
    };
  }

  private static double floating(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UnreadableIr("expected a number, found " + text, e);
    }
  }

  private Attr arithmetic() {
    tokens.expect("(");
    Attr left = attribute();
    Attr.Operator operator = operator(tokens.take());
    Attr right = attribute();
    tokens.expect(")");
    return new Attr.Arithmetic(operator, left, right);
  }

  static Attr.Operator operator(String symbol) {
    for (Attr.Operator operator : Attr.Operator.values()) {
      if (operator.symbol().equals(symbol)) {
        return operator;
      }
    }
    throw new UnreadableIr("unknown operator " + symbol);
  }
}
