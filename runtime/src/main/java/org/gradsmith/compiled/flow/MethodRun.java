/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.jspecify.annotations.Nullable;

/**
 * One call of a method in generated code. Generated subclasses have a {@code forward} with the
 * types of the method.
 */
public abstract class MethodRun {
  /** What all runs of the outermost call share. */
  protected final Flow flow;

  protected MethodRun(Flow flow) {
    this.flow = flow;
  }

  /**
   * Throws what the method's body threw, checked exceptions included: who calls by way of {@link
   * #run} knows them as little as who calls by reflection.
   *
   * @return never
   */
  @SuppressWarnings("unchecked") // nothing is cast where the type variable is erased
  protected static <E extends Throwable> RuntimeException thrown(Throwable exception) throws E {
    throw (E) exception;
  }

  /**
   * Runs the method.
   *
   * @param arguments receiver first, if there is one; as {@code forward} takes them, boxed
   * @return the result of {@code forward}, boxed; null for void
   */
  public abstract @Nullable Object run(@Nullable Object... arguments);
}
