/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.generation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.frontend.ObjectFacts;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeFacts;
import org.gradsmith.processor.shape.ShapeText;

/** What is known of the objects a method reads, as the shape phase asks for it. */
final class KnownObjects implements ShapeFacts {
  private final Method method;
  private final Map<Value, ObjectFacts> facts = new HashMap<>();

  KnownObjects(Method method, ObjectFacts self) {
    this.method = method;
    method.self().ifPresent(v -> facts.put(v, self));
    for (Node node : method.body()) {
      if (node instanceof Node.Read read && !read.result().isTensor()) {
        of(read.object())
            .flatMap(f -> f.object(read.member().name()))
            .ifPresent(f -> facts.put(read.result(), f));
      }
    }
  }

  private Optional<ObjectFacts> of(Value object) {
    return Optional.ofNullable(facts.get(object));
  }

  @Override
  public Optional<List<Dim>> shape(Value object, Member member) {
    return of(object).flatMap(f -> f.shape(member.name()).flatMap(text -> read(text, object, f)));
  }

  @Override
  public Optional<Dim> value(Value object, Member member) {
    return of(object).map(f -> named(member.name(), object, f));
  }

  @Override
  public Optional<List<Dim>> parameter(int index) {
    String text = method.shapes().get(index);
    Optional<Value> self = method.self();
    return text.isBlank() || self.isEmpty()
        ? Optional.empty()
        : of(self.get()).flatMap(f -> read(text, self.get(), f));
  }

  /** The dimensions of a parameter that stand behind the dots at the front of its shape. */
  List<Dim> behindDots(int index) {
    List<String> entries = ShapeText.entries(method.shapes().get(index));
    String text = String.join(", ", entries.subList(1, entries.size()));
    Optional<Value> self = method.self();
    return text.isBlank() || self.isEmpty()
        ? List.of()
        : of(self.get()).flatMap(f -> read(text, self.get(), f)).orElse(List.of());
  }

  /** The shape behind a text; empty if it is open at the front. */
  private Optional<List<Dim>> read(String text, Value object, ObjectFacts f) {
    List<Dim> shape = new ArrayList<>();
    for (String entry : ShapeText.entries(text)) {
      if (ShapeText.isOpen(entry)) {
        return Optional.empty();
      }
      shape.add(
          ShapeText.isNumber(entry) ? Dim.of(Long.parseLong(entry)) : named(entry, object, f));
    }
    return Optional.of(List.copyOf(shape));
  }

  /** A size by name: a number if the object's constructor decides it, else a name of its own. */
  private Dim named(String name, Value object, ObjectFacts f) {
    if (f.value(name).isPresent()) {
      return Dim.of(f.value(name).getAsLong());
    }
    boolean own = method.self().filter(object::equals).isPresent();
    return Dim.named(own ? name : object.name() + "." + name);
  }
}
