/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Trades time for memory: what stands here is run again in the reverse sweep instead of being
 * recorded when it runs first.
 *
 * <p>On a {@code @Differentiable} method: a call of it keeps its arguments only. On the variable of
 * a {@code for} loop: the loop keeps the state of a few turns, that is the local variables and
 * arrays which its body changes, and runs the turns between again.
 *
 * <pre>{@code
 * for (@Checkpoint(schedule = Schedule.BINOMIAL) int i = 0; i < steps; i++) {
 *   state = step(state, i);
 * }
 * }</pre>
 *
 * <p>Gradients are the same to the last bit. What runs again has to do the same again: random
 * numbers of the library are drawn again as they were; effects, such as writes to fields and
 * collections, are refused by the compiler; objects that it reads must not change until the reverse
 * sweep is over. A method that returns another number when it runs again is an exception. Second
 * derivatives record calls of such methods as if the annotation were not there.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.LOCAL_VARIABLE})
public @interface Checkpoint {
  /** Which turns of a loop keep their state. */
  Schedule schedule() default Schedule.SQRT;

  /** How many states the schedule {@code BINOMIAL} may keep at once; 0: some for each doubling. */
  int snapshots() default 0;

  /** Ways to choose the turns whose state is kept. The number of turns need not be known. */
  enum Schedule {
    /** About the square root of the number of turns, each of which runs three times. */
    SQRT,
    /**
     * About twice the logarithm of the number of turns, or as many as given; turns are run again as
     * often as that takes (A. Griewank and A. Walther, Algorithm 799: Revolve, 2000).
     */
    BINOMIAL
  }
}
