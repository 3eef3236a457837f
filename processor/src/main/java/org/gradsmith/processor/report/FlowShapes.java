/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Once;
import org.gradsmith.processor.report.DeclaredShapes.Signature;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeFacts;
import org.gradsmith.processor.shape.ShapeInference;
import org.gradsmith.processor.shape.ShapeText;

/**
 * The shapes of tensors in a method with control flow, as far as declarations tell: those of its
 * parameters go through ops that work element by element, and through calls whose methods say what
 * they take and return. Only variables that get one value; all else stays unknown.
 */
final class FlowShapes {
  /** What the record of a call is told that it calls: a module by name, and its method. */
  private static final Pattern CALLED = Pattern.compile("\"'([\\w.]+)\\.(?:call|forward)\\(");

  private static final ShapeFacts NO_FACTS =
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
          return Optional.empty();
        }
      };

  private final DeclaredShapes declared;
  private final Set<Variable> once;
  private final Map<Value, List<Dim>> shapes = new HashMap<>();

  private FlowShapes(FlowMethod method, DeclaredShapes declared) {
    this.declared = declared;
    this.once = Once.of(method);
    declared
        .own()
        .ifPresent(own -> {
          for (int i = 0; i < method.parameters().size() && i < own.parameters().size(); i++) {
            Binding binding = new Binding("", Set.of());
            Variable parameter = method.parameters().get(i);
            binding.shape(own.parameters().get(i)).ifPresent(shape -> define(parameter, shape));
          }
        });
    Activity.walk(method.body(), this::visit);
  }

  /** The shapes that are known, by tensors of the names of the variables. */
  static Map<Value, List<Dim>> of(FlowMethod method, DeclaredShapes declared) {
    return Map.copyOf(new FlowShapes(method, declared).shapes);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Apply apply when apply.op().isElementwise() -> apply(apply);
      case Statement.Assign(Variable target, Expression.Copy(Variable source), var _, var _) ->
          Optional.ofNullable(shapes.get(tensor(source))).ifPresent(s -> define(target, s));
      case Statement.Call call ->
          call.result()
              .ifPresent(result ->
                  declared
                      .function(call.sweep())
                      .ifPresent(
                          signature -> returned(signature, name(call), call.arguments(), result)));
      case Statement.CallFunction call -> module(call);
      default -> {
        // nothing else makes a tensor whose shape is told
      }
    }
  }

  /** The method behind {@code Owner__method}, by which sizes are named that are not known. */
  private static String name(Statement.Call call) {
    return call.sweep().replaceFirst(".*?__", "");
  }

  private void apply(Statement.Apply apply) {
    Node.Apply node = FlowSizes.node(apply);
    if (node.operands().stream().allMatch(shapes::containsKey)) {
      List<Dim> shape =
          ShapeInference.inReverse(shapes, List.of(node), NO_FACTS).get(node.results().getFirst());
      if (shape != null) {
        define(apply.results().getFirst(), shape);
      }
    }
  }

  private void module(Statement.CallFunction call) {
    List<Code.Part> function = call.function().parts();
    if (function.size() == 1 && function.getFirst() instanceof Code.Use(Variable module)) {
      Matcher called = CALLED.matcher(call.about().toString());
      String label = called.find() ? called.group(1) : module.name();
      List<Variable> arguments = List.copyOf(call.arguments().reads());
      declared
          .forward(module.type())
          .ifPresent(signature -> returned(signature, label, arguments, call.result()));
    }
  }

  private void returned(
      Signature signature, String label, List<Variable> arguments, Variable result) {
    Binding binding = new Binding(label, signature.members());
    for (int i = 0; i < arguments.size() && i < signature.parameters().size(); i++) {
      List<Dim> shape = shapes.get(tensor(arguments.get(i)));
      if (shape != null) {
        binding.bind(signature.parameters().get(i), shape);
      }
    }
    binding.shape(signature.result()).ifPresent(shape -> define(result, shape));
  }

  private void define(Variable variable, List<Dim> shape) {
    if (once.contains(variable)) {
      shapes.put(tensor(variable), shape);
    }
  }

  private static Value tensor(Variable variable) {
    return Value.tensor(variable.name());
  }

  /** What the names in the shapes of one method stand for in a call. */
  private static final class Binding {
    private final String label;
    private final Set<String> members;
    private final Map<String, Dim> names = new HashMap<>();

    /** What the dots stand for. */
    private Optional<List<Dim>> leading = Optional.empty();

    Binding(String label, Set<String> members) {
      this.label = label;
      this.members = members;
    }

    void bind(String text, List<Dim> shape) {
      List<String> entries = ShapeText.entries(text);
      boolean open = !entries.isEmpty() && ShapeText.isOpen(entries.getFirst());
      int named = entries.size() - (open ? 1 : 0);
      if (named > shape.size() || (!open && named != shape.size())) {
        return; // it fails when it runs, and says so
      }
      if (open && leading.isEmpty()) {
        leading = Optional.of(shape.subList(0, shape.size() - named));
      }
      for (int i = 1; i <= named; i++) {
        String name = entries.get(entries.size() - i);
        if (!members.contains(name)) {
          names.putIfAbsent(name, shape.get(shape.size() - i));
        }
      }
    }

    Optional<List<Dim>> shape(String text) {
      if (text.isBlank()) {
        return Optional.empty();
      }
      List<Dim> shape = new ArrayList<>();
      for (String entry : ShapeText.entries(text)) {
        if (!ShapeText.isOpen(entry)) {
          shape.add(dim(entry));
        } else if (leading.isPresent()) {
          shape.addAll(leading.get());
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(shape);
    }

    private Dim dim(String entry) {
      Dim known = names.get(entry);
      if (known != null) {
        return known;
      }
      return ShapeText.isNumber(entry)
          ? Dim.of(Long.parseLong(entry))
          : Dim.named(label.isEmpty() ? entry : label + "." + entry);
    }
  }
}
