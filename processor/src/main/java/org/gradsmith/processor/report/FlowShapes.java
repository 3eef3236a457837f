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
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Activity;
import org.gradsmith.processor.adjoint.Once;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.report.DeclaredShapes.Signature;
import org.gradsmith.processor.report.LibraryShapes.Argument;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeInference;

/**
 * The shapes of tensors in a method with control flow, as far as declarations tell: those of its
 * parameters go through ops by the table's rules, through methods of the library, through helpers
 * of the same compilation, and through calls whose methods say what they take and return. Only
 * variables that get one value; all else stays unknown.
 */
final class FlowShapes implements JavaSizes.Names {
  /** What the record of a call is told that it calls: a module by name, and its method. */
  private static final Pattern CALLED = Pattern.compile("\"'([\\w.]+)\\.(?:call|forward)\\(");

  private static final Pattern LIST = Pattern.compile("java\\.util\\.List\\.of\\((.*)\\)");

  /** How far helpers are followed that call helpers. */
  private static final int DEPTH = 8;

  /** What names of sizes begin with that a rule cannot tell. */
  static final String UNKNOWN = "?";

  private final DeclaredShapes declared;
  private final Set<Variable> once;
  private final int depth;
  private final Map<Value, List<Dim>> shapes = new HashMap<>();
  private final Map<String, Dim> numbers = new HashMap<>();
  private final Map<String, List<Dim>> arrays = new HashMap<>();
  private final Map<String, List<List<Dim>>> lists = new HashMap<>();
  private final Map<String, String> objects = new HashMap<>();
  private final Map<String, ShapeBinding> bindings = new HashMap<>();

  private FlowShapes(FlowMethod method, DeclaredShapes declared, int depth) {
    this.declared = declared;
    this.once = Once.of(method);
    this.depth = depth;
  }

  /** What is known in a method. */
  static FlowShapes of(FlowMethod method, DeclaredShapes declared) {
    FlowShapes found = new FlowShapes(method, declared, 0);
    ShapeBinding binding = new ShapeBinding("", declared::made);
    List<String> texts = declared.own().map(Signature::parameters).orElse(List.of());
    for (int i = 0; i < method.parameters().size(); i++) {
      Variable parameter = method.parameters().get(i);
      if (i < texts.size()) {
        binding.open(parameter.name());
        binding.shape(texts.get(i)).ifPresent(shape -> found.define(parameter, shape));
      }
      found.components(parameter, binding);
      if (isInteger(parameter)) {
        found.number(parameter, Dim.named(parameter.name()));
      }
    }
    Activity.walk(method.body(), found::visit);
    return found;
  }

  /** The shapes that are known, by tensors of the names of the variables. */
  Map<Value, List<Dim>> shapes() {
    return Map.copyOf(shapes);
  }

  /** What the names in the declarations of a callee stand for, by the record of the call. */
  Optional<ShapeBinding> binding(Variable call) {
    return Optional.ofNullable(bindings.get(call.name()));
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Apply apply -> apply(apply);
      case Statement.Assign(Variable target, Expression.Copy(Variable source), var _, var _) -> {
        Optional.ofNullable(shapes.get(tensor(source))).ifPresent(s -> define(target, s));
        Optional.ofNullable(lists.get(source.name())).ifPresent(l -> list(target, l));
      }
      case Statement.Assign(Variable target, Expression.Plain(Code code), var _, var _) ->
          assign(target, code);
      case Statement.Assign(Variable target, Expression.NewArray(Code code), var _, var _) ->
          assign(target, code);
      case Statement.Call call -> call(call);
      case Statement.CallFunction call -> module(call);
      default -> {
        // nothing else makes a tensor whose shape is told
      }
    }
  }

  private void apply(Statement.Apply apply) {
    boolean isOpen =
        apply.operands().stream()
            .flatMap(Optional::stream)
            .flatMap(v -> known(v.name()).stream())
            .anyMatch(ShapeBinding::isOpen);
    if (isOpen && !apply.op().isElementwise() && !countsFromTheEnd(apply)) {
      return;
    }
    ShapeInference.results(apply.op(), new AppliedShapes(apply, this), UNKNOWN)
        .ifPresent(results -> {
          for (int i = 0; i < apply.results().size(); i++) {
            Variable result = apply.results().get(i);
            define(result, named(results.get(Math.min(i, results.size() - 1)), result));
          }
        });
  }

  /** Whether the one dimension that an op is told is one from the end. */
  private boolean countsFromTheEnd(Statement.Apply apply) {
    return apply.attributes().stream()
        .findFirst()
        .flatMap(a -> JavaSizes.size(a.toString(), this))
        .map(Dim::value)
        .filter(v -> v.orElse(0) < 0)
        .isPresent();
  }

  /** A shape in which sizes that nobody knows are named after the tensor. */
  private static List<Dim> named(List<Dim> shape, Variable tensor) {
    List<Dim> named = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      boolean isUnknown = shape.get(i).names().stream().anyMatch(name -> name.startsWith(UNKNOWN));
      named.add(isUnknown ? Dim.named(tensor.name() + ".size(" + i + ")") : shape.get(i));
    }
    return named;
  }

  /** The shape that is declared at a tensor of the method's own object. */
  Optional<List<Dim>> field(String name) {
    return declared.field(name).flatMap(text -> new ShapeBinding("", declared::made).shape(text));
  }

  /** The shape of a tensor in a list. */
  Optional<List<Dim>> element(String list, int index) {
    List<List<Dim>> all = lists.getOrDefault(list, List.of());
    return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  private void assign(Variable target, Code code) {
    String java = code.toString();
    if (isInteger(target)) {
      number(target, JavaSizes.size(java, this).orElseGet(() -> Dim.named(target.name())));
    } else if (target.type().equals("boolean") && (java.equals("true") || java.equals("false"))) {
      number(target, Dim.of(java.equals("true") ? 1 : 0));
    } else if (target.type().equals("long[]") || target.type().equals("int[]")) {
      JavaSizes.sizes(java, this)
          .filter(sizes -> sizes.stream().allMatch(Optional::isPresent))
          .ifPresent(sizes -> {
            if (once.contains(target)) {
              arrays.put(target.name(), sizes.stream().flatMap(Optional::stream).toList());
            }
          });
    } else if (isTensor(target)) {
      privateField(code)
          .map(this::field)
          .orElseGet(() -> TakenTensor.shape(java, this))
          .ifPresent(shape -> define(target, shape));
    } else {
      Matcher list = LIST.matcher(java);
      if (list.matches()) {
        elements(target, JavaSizes.entries(list.group(1)));
      }
      privateField(code).ifPresent(field -> objects.put(target.name(), field));
      if (java.matches("self\\.\\w+")) {
        objects.put(target.name(), java.substring("self.".length()));
      }
    }
  }

  private static Optional<String> privateField(Code code) {
    return code.parts().stream()
        .filter(Code.PrivateField.class::isInstance)
        .map(field -> ((Code.PrivateField) field).name())
        .findFirst();
  }

  private void elements(Variable list, List<String> names) {
    List<List<Dim>> all = new ArrayList<>();
    for (String name : names) {
      List<Dim> shape = shapes.get(Value.tensor(name));
      if (shape == null) {
        return;
      }
      all.add(shape);
    }
    list(list, all);
  }

  private void call(Statement.Call call) {
    Optional<Signature> signature = declared.function(call.sweep());
    ShapeBinding binding =
        new ShapeBinding(
            call.receiver().isPresent()
                ? ""
                : signature.map(Signature::name).orElseGet(() -> FlowText.simple(call.sweep())),
            call.receiver().isPresent() ? declared::made : _ -> Optional.empty());
    signature.ifPresent(s -> bind(binding, s, call.arguments()));
    bindings.put(call.call().name(), binding);
    if (call.result().isEmpty()) {
      return;
    }
    Variable result = call.result().get();
    Optional<List<Dim>> told = signature.flatMap(s -> binding.shape(s.result()));
    if (told.isPresent()) {
      define(result, told.get());
    } else if (signature.filter(Signature::isLibrary).isPresent()) {
      LibraryShapes.of(
              signature.get().owner(),
              signature.get().name(),
              call.arguments().stream().map(this::argument).toList())
          .ifPresent(made -> {
            if (isTensor(result)) {
              define(result, made.getFirst());
            } else {
              list(result, made);
            }
          });
    } else {
      declared.body(call.sweep()).flatMap(b -> returned(b, call)).ifPresent(s -> define(result, s));
    }
    components(result, binding);
  }

  private Argument argument(Variable variable) {
    List<Dim> shape = shapes.get(tensor(variable));
    Dim number = numbers.get(variable.name());
    Optional<List<Optional<Dim>>> array =
        array(variable.name()).map(sizes -> sizes.stream().map(Optional::of).toList());
    return new Argument(
        variable.type(),
        isTensor(variable)
            ? Optional.ofNullable(shape).map(List::of)
            : Optional.ofNullable(lists.get(variable.name())),
        number == null ? array : Optional.of(List.of(Optional.of(number))));
  }

  /** The shape that a helper returns for these arguments. */
  private Optional<List<Dim>> returned(FlowMethod helper, Statement.Call call) {
    if (depth == DEPTH || helper.result().isEmpty()) {
      return Optional.empty();
    }
    FlowShapes inside = new FlowShapes(helper, declared, depth + 1);
    for (int i = 0; i < call.arguments().size() && i < helper.parameters().size(); i++) {
      Variable parameter = helper.parameters().get(i);
      String argument = call.arguments().get(i).name();
      Optional.ofNullable(shapes.get(Value.tensor(argument)))
          .ifPresent(s -> inside.define(parameter, s));
      Optional.ofNullable(numbers.get(argument)).ifPresent(n -> inside.number(parameter, n));
    }
    Activity.walk(helper.body(), inside::visit);
    return inside.known(helper.result().get().name());
  }

  /** What the caller knows a called module by. */
  static String label(Statement.CallFunction call) {
    Matcher called = CALLED.matcher(call.about().toString());
    return called.find() ? called.group(1) : call.function().toString();
  }

  private void module(Statement.CallFunction call) {
    List<Code.Part> function = call.function().parts();
    if (function.size() == 1 && function.getFirst() instanceof Code.Use(Variable module)) {
      String label = label(call);
      Optional<Signature> signature = declared.forward(module.type());
      Set<String> members = signature.map(Signature::members).orElse(Set.of());
      ShapeBinding binding =
          new ShapeBinding(
              label,
              member ->
                  members.contains(member)
                      ? Optional.of(
                          member(module.name(), member)
                              .orElseGet(() -> Dim.named(label + "." + member)))
                      : Optional.empty(),
              parameter ->
                  Optional.ofNullable(objects.get(module.name()))
                      .flatMap(field -> declared.given(field, parameter)));
      signature.ifPresent(s -> {
        bind(binding, s, List.copyOf(call.arguments().reads()));
        binding.shape(s.result()).ifPresent(shape -> define(call.result(), shape));
      });
      bindings.put(call.call().name(), binding);
      components(call.result(), binding);
    }
  }

  private void bind(ShapeBinding binding, Signature signature, List<Variable> arguments) {
    for (int i = 0; i < arguments.size() && i < signature.parameters().size(); i++) {
      Variable argument = arguments.get(i);
      List<Dim> shape = shapes.get(tensor(argument));
      if (shape != null) {
        String text = signature.parameters().get(i);
        binding.bind(text, shape);
      }
      Dim number = numbers.get(argument.name());
      if (number != null) {
        binding.bind(signature.names().get(i), number);
      }
      declared
          .components(argument.type())
          .forEach((name, text) ->
              known(argument.name() + "." + name).ifPresent(s -> binding.bind(text, s)));
    }
  }

  /** The tensors in a record have shapes too. */
  private void components(Variable holder, ShapeBinding binding) {
    if (once.contains(holder)) {
      declared
          .components(holder.type())
          .forEach((name, text) ->
              binding
                  .shape(text)
                  .ifPresent(s -> shapes.put(Value.tensor(holder.name() + "." + name), s)));
    }
  }

  private Optional<List<Dim>> known(String tensor) {
    return Optional.ofNullable(shapes.get(Value.tensor(tensor)));
  }

  private void define(Variable variable, List<Dim> shape) {
    if (once.contains(variable)) {
      shapes.put(tensor(variable), List.copyOf(shape));
    }
  }

  private void number(Variable variable, Dim value) {
    if (once.contains(variable)) {
      numbers.put(variable.name(), value);
    }
  }

  private void list(Variable variable, List<List<Dim>> all) {
    if (once.contains(variable)) {
      lists.put(variable.name(), all);
    }
  }

  private static boolean isInteger(Variable variable) {
    return variable.type().equals("int") || variable.type().equals("long");
  }

  private static boolean isTensor(Variable variable) {
    return variable.isTensor() || variable.type().equals(Api.TENSOR);
  }

  private static Value tensor(Variable variable) {
    return Value.tensor(variable.name());
  }

  @Override
  public Optional<Dim> variable(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  @Override
  public Optional<Dim> own(String member) {
    return Optional.of(declared.made(member).orElseGet(() -> Dim.named(member)));
  }

  @Override
  public Optional<Dim> member(String variable, String member) {
    return Optional.ofNullable(objects.get(variable)).flatMap(f -> declared.made(f, member));
  }

  @Override
  public Optional<List<Dim>> shape(String tensor) {
    return known(tensor);
  }

  @Override
  public Optional<List<Dim>> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }
}
