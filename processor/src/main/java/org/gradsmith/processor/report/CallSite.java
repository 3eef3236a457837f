/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;

/**
 * A place at which a method calls another one.
 *
 * @param label what the caller knows it by: the module's field, or the method's name
 * @param place the same, with a number if another call has that label too
 * @param callees classes, by canonical name, of which the first that is there was generated for the
 *     callee; none if nobody knows which method it is
 * @param arguments for each parameter of the callee the caller's tensor, if it is one
 * @param result the caller's name of what is returned
 * @param isInLoop whether it is called in each turn of a loop
 * @param tensors how the caller sees one of its tensors that the callee keeps
 * @param sizes a size of the callee, in which names stand that the callee has for its sizes, as the
 *     caller knows it; given with the names of the callee's parameters
 */
record CallSite(
    String label,
    String place,
    List<String> callees,
    List<Optional<String>> arguments,
    Optional<String> result,
    boolean isInLoop,
    Function<String, Kept> tensors,
    BiFunction<List<String>, Dim, Dim> sizes) {
  CallSite {
    callees = List.copyOf(callees);
    arguments = List.copyOf(arguments);
  }
}
