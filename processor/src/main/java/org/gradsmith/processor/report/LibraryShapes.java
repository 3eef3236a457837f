/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.ShapeCall;
import org.gradsmith.ir.op.UnknownShape;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeInference;

/**
 * The shapes of what the library's methods of tensors return that are no rows of the table, and so
 * have no shape rule there: reductions over dimensions, parts, products with leading dimensions.
 * Each method is asked for by its name and by what is known of its arguments.
 */
final class LibraryShapes {
  /** Classes whose methods work element by element. */
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "ActivationMethods",
          "BinaryMethods",
          "ComparisonMethods",
          "FunctionMethods",
          "PointwiseMethods",
          "RoundingMethods",
          "SignMethods",
          "SpecialMethods");

  /** The names of the result that sizes get which nobody knows; such shapes are left out. */
  private static final String UNKNOWN = "?";

  private final List<Argument> arguments;

  private LibraryShapes(List<Argument> arguments) {
    this.arguments = arguments;
  }

  /**
   * What is known of an argument.
   *
   * @param type its Java type
   * @param tensors the shapes of the tensors in it, one or a list of them
   * @param numbers the integers in it, one or an array of them; flags are 0 and 1
   */
  record Argument(
      String type, Optional<List<List<Dim>>> tensors, Optional<List<Optional<Dim>>> numbers) {}

  /**
   * The shapes of the tensors that a call returns: one, or those of a list.
   *
   * @param owner simple name of the class that declares the method
   * @param arguments the receiver first, if there is one
   */
  static Optional<List<List<Dim>>> of(String owner, String method, List<Argument> arguments) {
    try {
      LibraryShapes call = new LibraryShapes(arguments);
      return (ELEMENTWISE.contains(owner) ? call.elementwise(method) : call.returned(method))
          .filter(shapes -> shapes.stream().allMatch(LibraryShapes::isKnown));
    } catch (UnknownShape _) {
      return Optional.empty();
    }
  }

  private static boolean isKnown(List<Dim> shape) {
    return shape.stream()
        .flatMap(size -> size.names().stream())
        .noneMatch(name -> name.startsWith(UNKNOWN));
  }

  private Optional<List<List<Dim>>> elementwise(String method) {
    return switch (method) {
      case "prelu" -> Optional.of(List.of(self()));
      case "frexp" -> Optional.empty();
      default -> one(all(arguments.stream().flatMap(a -> a.tensors().stream()).toList()));
    };
  }

  private Optional<List<List<Dim>>> returned(String method) {
    return switch (method) {
      case "sum", "mean", "nansum", "nanmean", "prod", "logsumexp", "all", "any", "countNonzero" ->
          one(reduced());
      case "var", "std", "norm", "amax", "amin", "quantile", "nanquantile" -> one(reduced());
      case "max", "min", "median", "nanmedian", "trace", "dist", "dot", "vdot" ->
          arguments.stream().anyMatch(a -> a.type().equals("int"))
              ? Optional.empty()
              : one(List.of());
      case "cumsum", "cumprod", "logcumsumexp", "flip", "fliplr", "flipud", "roll", "softmax" ->
          one(self());
      case "contiguous", "to", "renorm", "put", "sliceScatter", "diagonalScatter" -> one(self());
      case "viewAs", "reshapeAs", "expandAs" -> one(tensor(1));
      case "broadcastTo" -> one(numbers(1));
      case "narrow", "narrowCopy" -> one(with(self(), dim(self(), number(1)), number(3)));
      case "movedim" -> one(moved());
      case "swapaxes", "swapdims" -> one(swapped(number(1), number(2)));
      case "matrixTranspose" -> one(swapped(Dim.of(-2), Dim.of(-1)));
      case "flatten" -> one(flattened(dim(self(), number(1)), dim(self(), number(2))));
      case "ravel" -> one(flattened(0, self().size() - 1));
      case "matmul", "mm", "bmm", "mv" -> product(self(), tensor(1));
      case "addmm", "addmv", "baddbmm" ->
          product(tensor(1), tensor(2))
              .flatMap(ab -> one(broadcast(List.of(self(), ab.getFirst()))));
      case "outer" -> one(List.of(self().getFirst(), tensor(1).getFirst()));
      case "chunk" -> parts(number(1), quotient(along(number(2)), number(1)), number(2));
      case "split" -> split();
      case "unbind" -> unbound();
      case "cat" -> one(joined(tensors(0), number(1)));
      case "stack" -> one(stacked(tensors(0), number(1)));
      default -> Optional.empty();
    };
  }

  private static Optional<List<List<Dim>>> one(List<Dim> shape) {
    return Optional.of(List.of(shape));
  }

  private List<Dim> self() {
    return tensor(0);
  }

  private List<Dim> tensor(int index) {
    return tensors(index).getFirst();
  }

  private List<List<Dim>> tensors(int index) {
    return known(argument(index).tensors());
  }

  private Argument argument(int index) {
    if (index >= arguments.size()) {
      throw new UnknownShape();
    }
    return arguments.get(index);
  }

  private Dim number(int index) {
    return numbers(index).getFirst();
  }

  private List<Dim> numbers(int index) {
    return known(argument(index).numbers()).stream().map(LibraryShapes::known).toList();
  }

  private static <T> T known(Optional<T> value) {
    return value.orElseThrow(UnknownShape::new);
  }

  /** The place of a dimension that may be counted from the end. */
  private static int dim(List<Dim> shape, Dim given) {
    long dim = constant(given);
    long counted = dim < 0 ? dim + shape.size() : dim;
    boolean isOpen = ShapeBinding.isOpen(shape) && (dim >= 0 || counted == 0);
    if (counted < 0 || counted >= shape.size() || isOpen) {
      throw new UnknownShape();
    }
    return (int) counted;
  }

  private static long constant(Dim size) {
    OptionalLong value = size.value();
    return value.orElseThrow(UnknownShape::new);
  }

  private Dim along(Dim dim) {
    return self().get(dim(self(), dim));
  }

  private static List<Dim> with(List<Dim> shape, int dim, Dim size) {
    List<Dim> other = new ArrayList<>(shape);
    other.set(dim, size);
    return other;
  }

  private static List<Dim> without(List<Dim> shape, int dim) {
    List<Dim> other = new ArrayList<>(shape);
    other.remove(dim);
    return other;
  }

  /** Over the dimensions that an int or an array names, or over all; a flag keeps them as 1. */
  private List<Dim> reduced() {
    List<Dim> shape = self();
    if (arguments.stream().skip(1).anyMatch(typed(Set.of(Api.TENSOR)))) {
      throw new UnknownShape(); // several quantiles at once
    }
    Optional<Argument> dims =
        arguments.stream().skip(1).filter(typed(Set.of("int", "long[]"))).findFirst();
    boolean keeps =
        arguments.stream()
            .skip(1)
            .filter(typed(Set.of("boolean")))
            .findFirst()
            .map(flag -> constant(known(known(flag.numbers()).getFirst())) != 0)
            .orElse(false);
    List<Optional<Dim>> given = dims.map(d -> known(d.numbers())).orElse(List.of());
    Set<Integer> over = new HashSet<>();
    for (Optional<Dim> dim : given) {
      over.add(dim(shape, known(dim)));
    }
    List<Dim> left = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      if (!given.isEmpty() && !over.contains(i)) {
        left.add(shape.get(i));
      } else if (keeps) {
        left.add(Dim.of(1));
      }
    }
    return left;
  }

  private static Predicate<Argument> typed(Set<String> types) {
    return argument -> types.contains(argument.type());
  }

  private List<Dim> moved() {
    int from = dim(self(), number(1));
    int to = dim(self(), number(2));
    if (numbers(1).size() > 1) {
      throw new UnknownShape();
    }
    List<Dim> shape = new ArrayList<>(self());
    shape.add(to, shape.remove(from));
    return shape;
  }

  private List<Dim> swapped(Dim one, Dim other) {
    List<Dim> shape = new ArrayList<>(self());
    Collections.swap(shape, dim(shape, one), dim(shape, other));
    return shape;
  }

  private List<Dim> flattened(int from, int to) {
    List<Dim> shape = self();
    if (from > to) {
      throw new UnknownShape();
    }
    Dim product = shape.subList(from, to + 1).stream().reduce(Dim.of(1), Dim::times);
    return Stream.of(shape.subList(0, from), List.of(product), shape.subList(to + 1, shape.size()))
        .flatMap(List::stream)
        .toList();
  }

  /** A vector is a row on the left and a column on the right; leading dimensions broadcast. */
  private static Optional<List<List<Dim>>> product(List<Dim> a, List<Dim> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Optional.empty();
    }
    List<List<Dim>> leading = new ArrayList<>();
    leading.add(a.subList(0, Math.max(0, a.size() - 2)));
    leading.add(b.subList(0, Math.max(0, b.size() - 2)));
    List<Dim> shape = new ArrayList<>(broadcast(leading));
    if (a.size() > 1) {
      shape.add(a.get(a.size() - 2));
    }
    if (b.size() > 1) {
      shape.add(b.getLast());
    }
    return one(shape);
  }

  private static List<Dim> all(List<List<List<Dim>>> tensors) {
    return broadcast(tensors.stream().flatMap(List::stream).toList());
  }

  private static List<Dim> broadcast(List<List<Dim>> shapes) {
    List<Dim> all = shapes.stream().findFirst().orElseThrow(UnknownShape::new);
    for (List<Dim> shape : shapes.subList(1, shapes.size())) {
      all =
          ShapeInference.results(
                  OpTable.find("add").orElseThrow(), new Shapes(List.of(all, shape)), UNKNOWN)
              .orElseThrow(UnknownShape::new)
              .getFirst();
    }
    return all;
  }

  /** A quotient without rest, as far as anybody can see. */
  private static Dim quotient(Dim size, Dim by) {
    Dim quotient = size.floorDivide(by);
    if (!quotient.times(by).equals(size)) {
      throw new UnknownShape();
    }
    return quotient;
  }

  private Optional<List<List<Dim>>> parts(Dim count, Dim each, Dim dim) {
    List<Dim> part = with(self(), dim(self(), dim), each);
    return Optional.of(Collections.nCopies(Math.toIntExact(constant(count)), part));
  }

  private Optional<List<List<Dim>>> split() {
    if (!argument(1).type().equals("long[]")) {
      return parts(quotient(along(number(2)), number(1)), number(1), number(2));
    }
    int dim = dim(self(), number(2));
    return Optional.of(numbers(1).stream().map(size -> with(self(), dim, size)).toList());
  }

  private Optional<List<List<Dim>>> unbound() {
    int dim = dim(self(), number(1));
    int count = Math.toIntExact(constant(self().get(dim)));
    return Optional.of(Collections.nCopies(count, without(self(), dim)));
  }

  private static List<Dim> joined(List<List<Dim>> tensors, Dim dim) {
    List<Dim> first = tensors.getFirst();
    int at = dim(first, dim);
    Dim length = Dim.of(0);
    for (List<Dim> tensor : tensors) {
      if (tensor.size() != first.size()) {
        throw new UnknownShape();
      }
      length = length.plus(tensor.get(at));
    }
    return with(first, at, length);
  }

  private static List<Dim> stacked(List<List<Dim>> tensors, Dim dim) {
    List<Dim> shape = new ArrayList<>(tensors.getFirst());
    long at = constant(dim);
    long counted = at < 0 ? at + shape.size() + 1 : at;
    if (counted < 0 || counted > shape.size()) {
      throw new UnknownShape();
    }
    shape.add((int) counted, Dim.of(tensors.size()));
    return shape;
  }

  /** Operands of known shapes, without attributes. */
  private record Shapes(List<List<Dim>> operands) implements ShapeCall<Dim> {
    @Override
    public List<Dim> operand(int index) {
      return operands.get(index);
    }

    @Override
    public int operandCount() {
      return operands.size();
    }

    @Override
    public boolean present(int index) {
      return true;
    }

    @Override
    public Dim size(int index) {
      throw new UnknownShape();
    }

    @Override
    public long constant(int index) {
      throw new UnknownShape();
    }

    @Override
    public List<Dim> sizes(int index) {
      throw new UnknownShape();
    }
  }
}
