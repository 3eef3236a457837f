/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bindings of all ops, family by family. */
final class Registry {
  private final Map<String, Binding> bindings = new TreeMap<>();

  Registry() {
    UnaryBindings.bind(this);
    BinaryBindings.bind(this);
    CompareBindings.bind(this);
    ReductionBindings.bind(this);
    MatmulBindings.bind(this);
    LinalgBindings.bind(this);
    ShapeBindings.bind(this);
    IndexBindings.bind(this);
    SortBindings.bind(this);
    ActivationBindings.bind(this);
    LayerBindings.bind(this);
    LossBindings.bind(this);
    SpecialBindings.bind(this);
    AssemblingBindings.bind(this);
    SampleBindings.bind(this);
    NetworkBindings.bind(this);
  }

  /** Binds an op of the data by its name there. */
  void op(String name, Binding binding) {
    if (bindings.put(name, binding) != null) {
      throw new IllegalStateException(name + " is bound twice");
    }
  }

  @Nullable Binding find(String name) {
    return bindings.get(name);
  }

  Set<String> names() {
    return bindings.keySet();
  }
}
