/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.processor.adjoint.Codes;

/**
 * Which statements may run before rows that stand in front of them: those that write to nothing
 * which a row could read.
 */
final class Passing {
  /** Stands for what is known: a tensor, a list, a field, a class of the library. */
  private static final char KNOWN = '\u0001';

  /** Stands before the name of a static method of the library. */
  private static final String LIBRARY = "library_";

  /** A call: on what, and of which method. */
  private static final Pattern CALL = Pattern.compile("(?:(" + KNOWN + ")\\.)?([\\w$]+)\\(");

  /** Methods of tensors, arrays and lists that write to nothing. */
  private static final Set<String> READING =
      Set.of(
          "all", "any", "device", "dim", "dtype", "eq", "ge", "get", "gt", "isEmpty", "item", "le",
          "lt", "ne", "numel", "shape", "size");

  private static final Pattern COMPONENT = Pattern.compile("\\.(\\w+)\\(\\)");
  private static final String TRAINING = "isTraining";

  /** Functions that make tensors of tensors. */
  private static final String TENSORS = "org.gradsmith.tensor.";

  private static final String WRITE = "org.gradsmith.compiled.flow.Write";

  private final BiPredicate<String, String> isComponent;

  /**
   * @param isComponent whether the class of that canonical name is a record with that component
   */
  Passing(BiPredicate<String, String> isComponent) {
    this.isComponent = isComponent;
  }

  /** Whether a statement writes to nothing but its own variables. */
  boolean isHarmless(Statement statement) {
    return switch (statement) {
      case Statement.Apply _, Statement.Declare _, Statement.Assign _ ->
          Codes.of(statement).stream().allMatch(code -> code.pure() || readsOnly(code));
      case Statement.Call call -> call.sweep().startsWith(TENSORS); // others may write
      case Statement.CallFunction call -> call.computesOnly();
      case Statement.Block _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Write _,
          Statement.Guarded _,
          Statement.If _,
          Statement.Loop _ ->
          false;
    };
  }

  /** A component of a record alone: {@code state.cell()}. */
  private boolean isComponent(Code code) {
    List<Code.Part> parts = code.parts();
    if (parts.isEmpty() || !(parts.getFirst() instanceof Code.Use(var variable))) {
      return false;
    }
    StringBuilder access = new StringBuilder();
    for (Code.Part part : parts.subList(1, parts.size())) {
      access.append(part instanceof Code.Text(String written) ? written : " ");
    }
    Matcher read = COMPONENT.matcher(access);
    return read.matches()
        && isComponent.test(variable.type().replaceFirst("<.*", ""), read.group(1));
  }

  private boolean readsOnly(Code code) {
    if (isComponent(code)) {
      return true;
    }
    Matcher calls = CALL.matcher(text(code));
    while (calls.find()) {
      String on = calls.group(1) == null ? "" : calls.group(1);
      String method = calls.group(2);
      boolean reads =
          method.equals(TRAINING)
              || (on.indexOf(KNOWN) >= 0 && READING.contains(method))
              || method.startsWith(LIBRARY);
      if (!reads) {
        return false;
      }
    }
    return true;
  }

  private String text(Code code) {
    StringBuilder text = new StringBuilder();
    boolean isLibrary = false;
    for (Code.Part part : code.parts()) {
      switch (part) {
        case Code.Text(String written) ->
            text.append(isLibrary ? written.replaceFirst("^\\.", LIBRARY) : written);
        case Code.Use(var variable) -> text.append(mark(variable.isTensor(), variable.type()));
        case Code.PrivateField _ -> text.append(KNOWN);
        case Code.Type _ -> text.append(' ');
        case Code.Generated _ -> text.append("unknown(");
      }
      isLibrary = part instanceof Code.Type(String name) && isLibrary(name);
    }
    return text.toString();
  }

  private char mark(boolean isTensor, String type) {
    String erased = type.replaceFirst("<.*", "");
    boolean isCollection =
        erased.startsWith("java.util.") && !erased.startsWith("java.util.function.");
    return isTensor || isCollection || erased.endsWith("[]") ? KNOWN : ' ';
  }

  private static boolean isLibrary(String type) {
    boolean isOurs =
        type.startsWith("org.gradsmith.tensor.") || type.startsWith("org.gradsmith.compiled.");
    return type.equals("java.lang.Math")
        || type.equals("java.util.List")
        || (isOurs && !type.equals(WRITE));
  }
}
