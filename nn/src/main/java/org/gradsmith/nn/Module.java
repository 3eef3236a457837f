/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.Snapshots;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Device;
import org.gradsmith.tensor.Tensor;

/**
 * Something with parameters: a layer, or a net made of modules.
 *
 * <p>Its members are found in its fields, the superclass's first: modules; tensors that require
 * grad, which are its parameters; tensors in fields marked {@link Buffer}; and lists, arrays and
 * maps of those. Names are PyTorch's ({@code conv1.weight}, {@code layers.0.bias}), so weights move
 * between the two. A {@code transient} field is no member.
 *
 * <p>A module has no forward of its own: see {@link UnaryModule}, {@link BinaryModule}, {@link
 * TernaryModule}.
 */
public abstract class Module implements Snapshots {
  /** Tensors once seen to be parameters: frozen ones, which require no grad, still are. */
  private final Set<Tensor> knownParameters =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private boolean training = true;

  /**
   * Makes a leaf tensor a parameter of this module: {@code weight = parameter(Tensor.randn(3))}.
   */
  protected final Tensor parameter(Tensor initial) {
    if (!initial.isLeaf()) {
      throw new IllegalArgumentException(
          "a parameter must be a leaf, but this %s was computed from others; use detach()"
              .formatted(initial.describe()));
    }
    if (!initial.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "a parameter must be of a floating type, not " + initial.describe());
    }
    knownParameters.add(initial);
    return initial.requiresGrad(true);
  }

  /** What this module holds, by name; containers that name their members otherwise override it. */
  protected List<Member> members() {
    return ModuleFields.read(this);
  }

  final boolean isParameter(Tensor tensor) {
    if (tensor.requiresGrad() && tensor.isLeaf()) {
      knownParameters.add(tensor);
    }
    return knownParameters.contains(tensor);
  }

  /** All parameters of this module and the modules below, each once. */
  public final List<Tensor> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** All parameters by name; a shared one has the first of its names. */
  public final Map<String, Tensor> namedParameters() {
    return Collections.unmodifiableMap(ModuleTree.parameters(this));
  }

  /** All buffers by name; a shared one has the first of its names. */
  public final Map<String, Tensor> namedBuffers() {
    return Collections.unmodifiableMap(ModuleTree.buffers(this));
  }

  @Override
  public final List<Tensor> writtenByCalls() {
    return List.copyOf(namedBuffers().values());
  }

  /** The modules directly below this one. */
  public final List<Module> children() {
    return List.copyOf(namedChildren().values());
  }

  /** The modules directly below this one, by name. */
  public final Map<String, Module> namedChildren() {
    return Collections.unmodifiableMap(ModuleTree.children(this));
  }

  /** This module and all below it, each once. */
  public final List<Module> modules() {
    return List.copyOf(namedModules().values());
  }

  /** This module, under the empty name, and all below it, each once. */
  public final Map<String, Module> namedModules() {
    return Collections.unmodifiableMap(ModuleTree.modules(this));
  }

  /** Whether the module is being trained; only some layers behave differently then. */
  public final boolean isTraining() {
    return training;
  }

  /** Switches this module and all below it to training. */
  public final void train() {
    train(true);
  }

  /** Switches this module and all below it to evaluation. */
  public final void eval() {
    train(false);
  }

  /** Switches this module and all below it to training or evaluation. */
  public final void train(boolean toTraining) {
    for (Module module : modules()) {
      module.training = toTraining;
    }
  }

  final void trainOnlyThis(boolean toTraining) {
    training = toTraining;
  }

  /** Forgets the gradients of all parameters. */
  public final void zeroGrad() {
    for (Tensor parameter : parameters()) {
      parameter.grad(null);
    }
  }

  /** Makes all parameters collect gradients, or freezes them. */
  public final void requiresGrad(boolean requires) {
    for (Tensor parameter : parameters()) {
      parameter.requiresGrad(requires);
    }
  }

  /** Whether calls of this module run hooks. */
  public boolean hasHooks() {
    return false;
  }

  /** Shows each output of this module to the observer, where the module has a forward. */
  HookHandle observe(Consumer<Object> observer) {
    return () -> {};
  }

  /**
   * Parameters and buffers by name, shared ones under each of their names. The tensors share their
   * elements with the module: copy them to keep a state while training goes on.
   */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = ModuleTree.state(this);
    state.replaceAll((_, tensor) -> tensor.detach());
    return Collections.unmodifiableMap(state);
  }

  /**
   * Copies a state into the parameters and buffers; floating types are converted.
   *
   * @throws StateDictException if names or shapes do not fit exactly; then nothing was changed
   */
  public final void load(Map<String, Tensor> state) {
    StateDict.load(getClass().getSimpleName(), ModuleTree.state(this), state);
  }

  /** Converts all parameters and floating buffers in place; returns this module. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // LeNet net = new LeNet().to(device)
  public final <M extends Module> M to(DType dtype) {
    if (!dtype.isFloating()) {
      throw new IllegalArgumentException("a module can be of a floating type, not of " + dtype);
    }
    return convert(tensor -> tensor.dtype().isFloating() ? tensor.to(dtype) : tensor);
  }

  /** Moves all parameters and buffers in place; returns this module. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // LeNet net = new LeNet().to(device)
  public final <M extends Module> M to(Device device) {
    return convert(tensor -> tensor.to(device));
  }

  /**
   * Tensors keep their identity, so an optimizer that holds them goes on with the converted ones.
   */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the caller's type is this one's
  private <M extends Module> M convert(UnaryOperator<Tensor> conversion) {
    List<Tensor> tensors = new ArrayList<>(parameters());
    tensors.addAll(writtenByCalls());
    try (var _ = Autograd.noGrad()) {
      for (Tensor tensor : tensors) {
        Tensor elements = tensor.detach();
        Tensor converted = conversion.apply(elements);
        Tensor gradient = tensor.grad();
        if (converted != elements) {
          tensor.become(converted);
          tensor.grad(gradient == null ? null : conversion.apply(gradient));
        }
      }
    }
    return (M) this;
  }

  /** What stands between the parentheses when this module is printed. */
  protected String describe() {
    return "";
  }

  /** The module and what it is made of, a line each. */
  @Override
  public String toString() {
    return ModuleText.of(this);
  }
}
