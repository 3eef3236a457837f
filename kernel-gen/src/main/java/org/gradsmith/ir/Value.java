/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

/**
 * A tensor or a module in a method: assigned once, by one node.
 *
 * @param name unique in its method, a Java identifier made from the user's own names
 * @param type what it is
 */
public record Value(String name, Type type) {
  /** What a value is. */
  public sealed interface Type {
    /** A tensor; optional ones may be null (the bias of a layer without one). */
    record TensorType(boolean optional) implements Type {}

    /**
     * An object whose class has a differentiable method or tensor fields.
     *
     * @param className binary name of the declared class
     */
    record ObjectType(String className) implements Type {}

    /** A number that a function is given. */
    record NumberType(Kind kind) implements Type {}

    /** The types of numbers in Java. */
    enum Kind {
      BOOLEAN,
      INT,
      LONG,
      FLOAT,
      DOUBLE;

      /** Whether numbers of this type may be fractions. */
      public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
      }
    }
  }

  /** A tensor. */
  public static Value tensor(String name) {
    return new Value(name, new Type.TensorType(false));
  }

  /** A tensor that may be null. */
  public static Value optionalTensor(String name) {
    return new Value(name, new Type.TensorType(true));
  }

  /** An object. */
  public static Value object(String name, String className) {
    return new Value(name, new Type.ObjectType(className));
  }

  /** A number. */
  public static Value number(String name, Type.Kind kind) {
    return new Value(name, new Type.NumberType(kind));
  }

  public boolean isTensor() {
    return type instanceof Type.TensorType;
  }

  public boolean isOptional() {
    return type instanceof Type.TensorType(boolean optional) && optional;
  }

  @Override
  public String toString() {
    return name;
  }
}
