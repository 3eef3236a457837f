/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Attr;
import org.gradsmith.processor.metadata.ClassFacts;
import org.gradsmith.processor.metadata.ClassFacts.Constructor;
import org.gradsmith.processor.metadata.ClassFacts.NewObject;
import org.gradsmith.processor.metadata.Term;
import org.gradsmith.processor.shape.Dim;

/**
 * Sizes that an object holds, itself or in the objects that its constructor makes, by the names of
 * the constructor's parameters: after {@code up = new Linear(features, 4 * features)} the member
 * {@code outFeatures} of {@code up} is {@code 4*features}. Where constructors differ, nothing.
 */
public final class MadeSizes {
  private final FactsBook book;
  private final TypeElement type;
  private final Shadow shadow;

  MadeSizes(Shadow shadow, FactsBook book, TypeElement type) {
    this.shadow = shadow;
    this.book = book;
    this.type = type;
  }

  /** The value of a final integer field. */
  public Optional<Dim> own(String field) {
    return agreed(made -> made.integer(field));
  }

  /** The value of a final integer field of the object in a field. */
  public Optional<Dim> of(String field, String member) {
    return agreed(made -> made.inside(field).flatMap(inner -> inner.integer(member)));
  }

  /** What the object in a field was made with, by the name of its constructor's parameter. */
  public Optional<Dim> given(String field, String parameter) {
    return agreed(made -> made.inside(field).flatMap(inner -> inner.argument(parameter)));
  }

  private Optional<Dim> agreed(Function<Made, Optional<Dim>> read) {
    ClassFacts facts = book.of(type);
    List<Optional<Dim>> sizes =
        facts.constructors().stream().map(c -> read.apply(made(c))).distinct().toList();
    return sizes.size() == 1 ? sizes.getFirst() : Optional.empty();
  }

  private Made made(Constructor constructor) {
    return new Made(
        type,
        constructor,
        names(type, constructor).stream().map(Dim::named).map(Optional::of).toList());
  }

  private List<String> names(TypeElement owner, Constructor constructor) {
    return ElementFilter.constructorsIn(owner.getEnclosedElements()).stream()
        .filter(element ->
            Descriptors.of(element, shadow.elements(), shadow.types())
                .equals(constructor.descriptor()))
        .flatMap(element -> element.getParameters().stream())
        .map(parameter -> parameter.getSimpleName().toString())
        .toList();
  }

  /** What a constructor makes of its arguments. */
  private final class Made {
    private final TypeElement owner;
    private final Constructor constructor;
    private final List<Optional<Dim>> arguments;

    Made(TypeElement owner, Constructor constructor, List<Optional<Dim>> arguments) {
      this.owner = owner;
      this.constructor = constructor;
      this.arguments = arguments;
    }

    Optional<Dim> integer(String field) {
      return Optional.ofNullable(constructor.integers().get(field)).flatMap(this::size);
    }

    Optional<Dim> argument(String parameter) {
      int index = names(owner, constructor).indexOf(parameter);
      return index < 0 || index >= arguments.size() ? Optional.empty() : arguments.get(index);
    }

    Optional<Made> inside(String field) {
      return Optional.ofNullable(constructor.objects().get(field)).flatMap(this::inside);
    }

    private Optional<Made> inside(NewObject object) {
      return book.find(object.className())
          .flatMap(c -> book.of(c).find(object.descriptor()).map(found -> made(c, found, object)));
    }

    private Made made(TypeElement inner, Constructor found, NewObject object) {
      return new Made(inner, found, object.arguments().stream().map(this::size).toList());
    }

    private Optional<Dim> size(Term term) {
      return switch (term) {
        case Term.Literal(long value) -> Optional.of(Dim.of(value));
        case Term.Unknown() -> Optional.empty();
        case Term.Parameter(int index) ->
            index < arguments.size() ? arguments.get(index) : Optional.empty();
        case Term.Arithmetic(Attr.Operator operator, Term left, Term right) ->
            size(left).flatMap(a -> size(right).flatMap(b -> computed(operator, a, b)));
      };
    }
  }

  /** Sizes are not negative, so that Java's quotient is the one rounded down. */
  private static Optional<Dim> computed(Attr.Operator operator, Dim left, Dim right) {
    return switch (operator) {
      case PLUS -> Optional.of(left.plus(right));
      case MINUS -> Optional.of(left.plus(right.times(Dim.of(-1))));
      case TIMES -> Optional.of(left.times(right));
      case DIVIDE ->
          right.value().orElse(1) <= 0 ? Optional.empty() : Optional.of(left.floorDivide(right));
      case REMAINDER -> Optional.empty();
    };
  }
}
