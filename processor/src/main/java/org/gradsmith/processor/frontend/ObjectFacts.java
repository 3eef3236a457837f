/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.Optional;
import java.util.OptionalLong;

/** What is known of an object before the program runs. */
public interface ObjectFacts {
  /** Binary name of its class, or of a super class if the exact one is not known. */
  String className();

  /** The value of a final integer member, where the constructor's arguments decide it. */
  OptionalLong value(String member);

  /** The text of {@code @Shape} on a tensor member, field or accessor. */
  Optional<String> shape(String member);

  /** What is known of the object that a member holds; empty if it holds none. */
  Optional<ObjectFacts> object(String member);
}
