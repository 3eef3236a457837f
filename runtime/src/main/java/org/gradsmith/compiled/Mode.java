/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call of a module does with generated code. */
public enum Mode {
  /** Always the user's own body, on the tape. */
  OFF,
  /** Generated code wherever the body is annotated. */
  ON,
  /** As {@link #ON}, and a body that is not annotated is an error. */
  REQUIRE,
  /** As {@link #ON}, and each compiled call is compared with the user's own body. */
  VERIFY;

  /** The system property that sets the mode: off, on, require or verify. */
  public static final String PROPERTY = "gradsmith.compiled";

  private static final ThreadLocal<@Nullable Mode> HERE = new ThreadLocal<>();

  /**
   * Read from the property when first asked for, so that a bad name is an exception of the call.
   */
  private static volatile @Nullable Mode everywhere;

  /** The mode of a call made now on this thread. */
  public static Mode current() {
    Mode here = HERE.get();
    if (here != null) {
      return here;
    }
    Mode known = everywhere;
    if (known == null) {
      known = parse(System.getProperty(PROPERTY, "on"));
      everywhere = known;
    }
    return known;
  }

  /** Sets the mode of all threads that are not inside a {@link #scope}. */
  public static void set(Mode mode) {
    everywhere = mode;
  }

  /** This mode on this thread until the scope is closed: {@code try (var _ = Mode.OFF.scope())}. */
  public Scope scope() {
    Mode outer = HERE.get();
    HERE.set(this);
    return () -> HERE.set(outer);
  }

  /** The mode of that name, in any case. */
  public static Mode parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "off" -> OFF;
      case "on" -> ON;
      case "require" -> REQUIRE;
      case "verify" -> VERIFY;
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: not a mode; the modes are off, on, require and verify"
                  .formatted(PROPERTY, name));
    };
  }

  /** Ends when closed, on the thread that opened it. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
