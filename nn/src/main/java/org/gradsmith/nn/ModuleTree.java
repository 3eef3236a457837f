/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Walks a module and everything below it in PyTorch's order and with PyTorch's names: a module's
 * own tensors, then its children, {@code conv1.weight}, {@code layers.0.bias}. Each module is
 * visited once, under its first name, so cycles end.
 */
final class ModuleTree {
  private ModuleTree() {}

  /** The module under the empty name, then all below it. */
  static Map<String, Module> modules(Module root) {
    Map<String, Module> found = new LinkedHashMap<>();
    collect("", root, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  /** The modules directly below. */
  static Map<String, Module> children(Module parent) {
    Map<String, Module> found = new LinkedHashMap<>();
    Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    eachOwn(
        parent,
        (name, held) -> {
          if (held.value() instanceof Module child && seen.add(child)) {
            found.put(name, child);
          }
        });
    return found;
  }

  /** Each parameter once, under its first name. */
  static Map<String, Tensor> parameters(Module root) {
    return tensorsOnce(root, true);
  }

  /** Each buffer once, under its first name. */
  static Map<String, Tensor> buffers(Module root) {
    return tensorsOnce(root, false);
  }

  /** The parameters that the module holds itself. */
  static Collection<Tensor> ownParameters(Module module) {
    return ownTensors(module, true).values();
  }

  /** Parameters and buffers under all their names. */
  static Map<String, Tensor> state(Module root) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    walkAllNames("", root, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  private static void walkAllNames(
      String prefix, Module module, Set<Module> open, Map<String, Tensor> found) {
    if (!open.add(module)) {
      return;
    }
    ownTensors(module, true).forEach((name, tensor) -> found.put(prefix + name, tensor));
    ownTensors(module, false).forEach((name, tensor) -> found.put(prefix + name, tensor));
    eachOwn(
        module,
        (name, held) -> {
          if (held.value() instanceof Module child) {
            walkAllNames(prefix + name + ".", child, open, found);
          }
        });
    open.remove(module);
  }

  private static Map<String, Tensor> tensorsOnce(Module root, boolean parameters) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    modules(root)
        .forEach((path, module) ->
            ownTensors(module, parameters)
                .forEach((name, tensor) -> {
                  if (seen.add(tensor)) {
                    found.put(join(path, name), tensor);
                  }
                }));
    return found;
  }

  private static Map<String, Tensor> ownTensors(Module module, boolean parameters) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    eachOwn(
        module,
        (name, held) -> {
          if (held.value() instanceof Tensor tensor
              && (parameters ? !held.buffer() && module.isParameter(tensor) : held.buffer())) {
            found.put(name, tensor);
          }
        });
    return found;
  }

  private static void collect(
      String path, Module module, Set<Module> seen, Map<String, Module> found) {
    if (seen.add(module)) {
      found.put(path, module);
      eachOwn(
          module,
          (name, held) -> {
            if (held.value() instanceof Module child) {
              collect(join(path, name), child, seen, found);
            }
          });
    }
  }

  /** Every module and tensor that the module holds directly or in lists, arrays and maps. */
  private static void eachOwn(Module module, BiConsumer<String, Member> action) {
    for (Member member : module.members()) {
      expand(member.name(), member.value(), member.buffer(), action);
    }
  }

  private static void expand(
      String name, @Nullable Object value, boolean buffer, BiConsumer<String, Member> action) {
    switch (value) {
      case Module _, Tensor _ -> action.accept(name, new Member(name, value, buffer));
      case Object[] array -> expandAll(name, Arrays.asList(array), buffer, action);
      case List<?> list -> expandAll(name, list, buffer, action);
      case Map<?, ?> map ->
          map.forEach((key, each) -> {
            if (key instanceof String text) {
              expand(join(name, text), each, buffer, action);
            }
          });
      case null, default -> {}
    }
  }

  private static void expandAll(
      String name, List<?> values, boolean buffer, BiConsumer<String, Member> action) {
    int i = 0;
    for (Object each : values) {
      expand(join(name, Integer.toString(i)), each, buffer, action);
      i++;
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
