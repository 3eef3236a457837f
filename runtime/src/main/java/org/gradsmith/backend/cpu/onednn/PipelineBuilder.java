/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a pipeline together: memories in the layouts that a primitive prefers, reorders from and to
 * the layouts that arrays have, and the primitive itself. Closing it frees everything that was
 * made.
 */
final class PipelineBuilder {
  private static final long ALIGNMENT = 64;

  private final dnnl_engine engine;
  private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
  private final List<Runnable> frees = new ArrayList<>();
  private final Memory[] externals = new Memory[3];
  private final List<Pipeline.Temporary> temporaries = new ArrayList<>();
  private final List<Pipeline.Step> steps = new ArrayList<>();
  private final List<Memory[]> reordersAtEnd = new ArrayList<>();
  private long temporaryBytes;

  /** A memory and its layout. */
  record Memory(dnnl_memory memory, dnnl_memory_desc layout) {}

  /** An argument of a primitive. */
  record Argument(int index, Memory memory) {}

  PipelineBuilder(dnnl_engine engine) {
    this.engine = engine;
    Status.check(dnnl_primitive_attr_create(attributes), "attributes");
    frees.add(() -> dnnl_primitive_attr_destroy(attributes));
    Status.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "a scratchpad of ours");
  }

  dnnl_engine engine() {
    return engine;
  }

  dnnl_primitive_attr attributes() {
    return attributes;
  }

  /** A float32 layout by its tag. */
  dnnl_memory_desc layout(int tag, long... sizes) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    Status.check(
        dnnl_memory_desc_create_with_tag(layout, sizes.length, sizes, dnnl_f32, tag), "a layout");
    frees.add(() -> dnnl_memory_desc_destroy(layout));
    return layout;
  }

  /** A float32 layout by its strides. */
  dnnl_memory_desc layout(long[] sizes, long[] strides) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    Status.check(
        dnnl_memory_desc_create_with_strides(layout, sizes.length, sizes, dnnl_f32, strides),
        "a layout");
    frees.add(() -> dnnl_memory_desc_destroy(layout));
    return layout;
  }

  /** Notes that a primitive descriptor was made, to be freed with the rest. */
  dnnl_primitive_desc made(dnnl_primitive_desc descriptor) {
    frees.add(() -> dnnl_primitive_desc_destroy(descriptor));
    return descriptor;
  }

  /** Operand {@code place} in the layout that the primitive prefers. */
  Memory input(int place, dnnl_memory_desc given, dnnl_primitive_desc primitive, int query) {
    Memory external = external(place, given);
    dnnl_memory_desc wanted = dnnl_primitive_desc_query_md(primitive, query, 0);
    if (dnnl_memory_desc_equal(given, wanted) != 0) {
      return external;
    }
    Memory reordered = temporary(wanted);
    reorder(external, reordered);
    return reordered;
  }

  /** Operand {@code place}, to be written by the primitive in the layout that it prefers. */
  Memory output(int place, dnnl_memory_desc given, dnnl_primitive_desc primitive, int query) {
    Memory external = external(place, given);
    dnnl_memory_desc written = dnnl_primitive_desc_query_md(primitive, query, 0);
    if (dnnl_memory_desc_equal(given, written) != 0) {
      return external;
    }
    Memory computed = temporary(written);
    reordersAtEnd.add(new Memory[] {computed, external});
    return computed;
  }

  private Memory external(int place, dnnl_memory_desc layout) {
    Memory memory = memory(layout);
    externals[place] = memory;
    return memory;
  }

  private Memory temporary(dnnl_memory_desc layout) {
    Memory memory = memory(layout);
    temporaries.add(new Pipeline.Temporary(memory.memory, temporaryBytes));
    long bytes = dnnl_memory_desc_get_size(layout);
    temporaryBytes += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return memory;
  }

  private Memory memory(dnnl_memory_desc layout) {
    dnnl_memory memory = new dnnl_memory();
    @Nullable Pointer none = null;
    Status.check(dnnl_memory_create(memory, layout, engine, none), "a memory");
    frees.add(() -> dnnl_memory_destroy(memory));
    return new Memory(memory, layout);
  }

  private void reorder(Memory from, Memory to) {
    dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
    Status.check(
        dnnl_reorder_primitive_desc_create(
            descriptor, from.layout, engine, to.layout, engine, attributes),
        "a reorder");
    step(made(descriptor), new Argument(DNNL_ARG_FROM, from), new Argument(DNNL_ARG_DST, to));
  }

  /** Appends a primitive. */
  void step(dnnl_primitive_desc descriptor, Argument... arguments) {
    List<Argument> all = new ArrayList<>(List.of(arguments));
    dnnl_memory_desc scratchpad =
        dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0);
    if (dnnl_memory_desc_get_size(scratchpad) > 0) {
      all.add(new Argument(DNNL_ARG_SCRATCHPAD, temporary(scratchpad)));
    }
    dnnl_primitive primitive = new dnnl_primitive();
    Status.check(dnnl_primitive_create(primitive, descriptor), "a primitive");
    frees.add(() -> dnnl_primitive_destroy(primitive));
    dnnl_exec_arg_t list = new dnnl_exec_arg_t(all.size());
    for (int i = 0; i < all.size(); i++) {
      list.getPointer(i).arg(all.get(i).index).memory(all.get(i).memory.memory);
    }
    steps.add(new Pipeline.Step(primitive, all.size(), list));
  }

  Pipeline build() {
    for (Memory[] pair : reordersAtEnd) {
      reorder(pair[0], pair[1]);
    }
    List<dnnl_memory> bound = new ArrayList<>();
    for (Memory external : externals) {
      bound.add(external.memory);
    }
    return new Pipeline(engine, bound, temporaries, temporaryBytes, steps, frees);
  }

  /** Frees what was made so far, where no pipeline came of it. */
  void abandon() {
    frees.reversed().forEach(Runnable::run);
  }
}
