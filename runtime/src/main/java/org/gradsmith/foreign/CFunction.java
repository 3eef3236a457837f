/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import org.gradsmith.ir.DType;

/**
 * A function of a C library, found when it is first called. It has to be declared as its header
 * does: neither Java nor C can check that, and a wrong declaration may end the process.
 *
 * <p>The function runs on the thread that calls the op, or that computes the gradients; it must not
 * keep what it is given, nor write to its inputs, nor take what it is given for more than the
 * elements that there are. Several threads may be in it at once.
 */
public final class CFunction {
  private final Symbol symbol;
  private final boolean status;

  private CFunction(Symbol symbol, boolean status) {
    this.symbol = symbol;
    this.status = status;
  }

  /** A function of the C library, its mathematics included, as {@code erf} and {@code qsort}. */
  public static CFunction of(String name) {
    return in("the C library", Linker.nativeLinker().defaultLookup(), name);
  }

  /** A function of a library that the system's loader finds by name: {@code libgsl.so.27}. */
  @SuppressWarnings("restricted") // this is what the class is for; Symbol says so where it is off
  public static CFunction in(String library, String name) {
    return new CFunction(
        new Symbol(
            name,
            "the library '" + library + "'",
            () -> SymbolLookup.libraryLookup(library, Arena.global())),
        false);
  }

  /** A function of a library in a file. */
  @SuppressWarnings("restricted") // this is what the class is for; Symbol says so where it is off
  public static CFunction in(Path library, String name) {
    return new CFunction(
        new Symbol(
            name,
            "the library " + library,
            () -> SymbolLookup.libraryLookup(library, Arena.global())),
        false);
  }

  /** A function that a lookup finds, which stays valid as long as the op is used. */
  public static CFunction in(SymbolLookup lookup, String name) {
    return in("the given lookup", lookup, name);
  }

  private static CFunction in(String library, SymbolLookup lookup, String name) {
    return new CFunction(new Symbol(name, library, () -> lookup), false);
  }

  /** This function, which returns an {@code int} that is 0 if it succeeded; else a call fails. */
  public CFunction returningStatus() {
    return new CFunction(symbol, true);
  }

  /**
   * An op that calls the function once, with the addresses of its inputs and of its result.
   *
   * @param shape the shape of the result
   * @param parameters those of the function, one of them {@link Parameter#result}
   * @throws IllegalArgumentException if the parameters contradict each other
   */
  public ForeignOp op(ShapeRule shape, Parameter... parameters) {
    Signature signature = Signature.writing(symbol.name(), shape, parameters);
    return new ForeignOp(signature, new FunctionOfTensors(symbol, signature, status));
  }

  /**
   * An op that calls the function once for each element: {@code double erf(double)}. Its inputs
   * have one shape, which is that of the result, and are passed by value.
   *
   * @param result what the function returns: float32 for {@code float}, float64 for {@code double},
   *     int32 for {@code int}, int64 for {@code long long}
   * @param parameters those of the function: inputs of these dtypes, at least one, and scalars
   * @throws IllegalArgumentException if a parameter is neither, or there is no input
   */
  public ForeignOp elementwise(DType result, Parameter... parameters) {
    if (status) {
      throw new IllegalArgumentException(
          "'%s' returns a status, so it cannot return an element; declare it by op(...)"
              .formatted(symbol.name()));
    }
    Signature signature =
        new Signature(
            symbol.name(),
            List.of(parameters),
            given -> FunctionOfElements.shape(symbol.name(), given),
            result);
    return new ForeignOp(signature, new FunctionOfElements(symbol, signature));
  }
}
