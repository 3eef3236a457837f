/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.processor.shape.Dim;

/**
 * Shapes of tensors that a piece of Java takes from somewhere, or makes: a member of the method's
 * object, a component of a record, an element of a list, zeros of given sizes.
 */
final class TakenTensor {
  /** What says of a tensor that no gradient flows to it. */
  private static final Pattern CONSTANT =
      Pattern.compile("org\\.gradsmith\\.compiled\\.flow\\.Constants\\.of\\((.*)\\)");

  private static final Pattern OWN = Pattern.compile("self\\.(\\w+)(?:\\(\\))?");
  private static final Pattern COMPONENT = Pattern.compile("(\\w+)\\.(\\w+)\\(\\)");
  private static final Pattern ELEMENT = Pattern.compile("(\\w+)\\.get\\((\\d+)\\)");
  private static final Pattern FILLED =
      Pattern.compile(
          "org\\.gradsmith\\.tensor\\.\\w+\\.(?:zeros|ones|empty|rand|randn)\\((.*)\\)");
  private static final Pattern LIKE =
      Pattern.compile(
          "org\\.gradsmith\\.tensor\\.\\w+\\.(?:zerosLike|onesLike|fullLike|bernoulli)\\((\\w+).*\\)");

  private TakenTensor() {}

  static Optional<List<Dim>> shape(String java, FlowShapes known) {
    Matcher constant = CONSTANT.matcher(java);
    String code = constant.matches() ? constant.group(1) : java;
    Matcher own = OWN.matcher(code);
    if (own.matches()) {
      return known.field(own.group(1));
    }
    Matcher component = COMPONENT.matcher(code);
    if (component.matches()) {
      return known.shape(component.group(1) + "." + component.group(2));
    }
    Matcher element = ELEMENT.matcher(code);
    if (element.matches()) {
      return known.element(element.group(1), Integer.parseInt(element.group(2)));
    }
    Matcher like = LIKE.matcher(code);
    if (like.matches()) {
      return known.shape(like.group(1));
    }
    Matcher filled = FILLED.matcher(code);
    return filled.matches() ? sizes(filled.group(1), known) : Optional.empty();
  }

  private static Optional<List<Dim>> sizes(String list, FlowShapes known) {
    List<Optional<Dim>> sizes =
        JavaSizes.entries(list).stream().map(e -> JavaSizes.size(e, known)).toList();
    return sizes.stream().allMatch(Optional::isPresent)
        ? Optional.of(sizes.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }
}
