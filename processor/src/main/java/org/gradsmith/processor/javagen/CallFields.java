/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Names of the fields in which a call keeps values between its sweeps.
 *
 * @param calls for the result of each module call, the field that holds the nested call
 */
record CallFields(Map<Value, String> calls) {
  static CallFields of(Sweeps sweeps) {
    Map<Value, String> calls = new LinkedHashMap<>();
    Names names = new Names();
    for (Step step : sweeps.forward()) {
      if (step instanceof Step.CallModule call) {
        String name = Names.join(call.call().module().name(), "call");
        calls.put(call.call().result(), names.fresh(name));
      }
    }
    return new CallFields(calls);
  }

  /** The field of a kept tensor. */
  static String saved(Value value) {
    return Names.join("saved", value.name());
  }

  /** The field of a kept shape. */
  static String shape(Value value) {
    return Names.join(value.name(), "shape");
  }
}
