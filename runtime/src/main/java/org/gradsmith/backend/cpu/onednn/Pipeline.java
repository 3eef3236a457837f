/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.gradsmith.memory.Storage;

/** A primitive with the reorders around it, ready to run on any memory. One thread at a time. */
final class Pipeline {
  private final List<dnnl_memory> externals;
  private final List<Temporary> temporaries;
  private final long temporaryBytes;
  private final List<Step> steps;
  private final List<Runnable> frees;
  private final dnnl_stream stream = new dnnl_stream();
  private final Address address = new Address();

  /** A memory within the block that a run takes for itself. */
  record Temporary(dnnl_memory memory, long offset) {}

  /** One primitive and its arguments. */
  record Step(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments) {}

  Pipeline(
      dnnl_engine engine,
      List<dnnl_memory> externals,
      List<Temporary> temporaries,
      long temporaryBytes,
      List<Step> steps,
      List<Runnable> frees) {
    this.externals = List.copyOf(externals);
    this.temporaries = List.copyOf(temporaries);
    this.temporaryBytes = temporaryBytes;
    this.steps = List.copyOf(steps);
    this.frees = frees;
    Status.check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "a stream");
    frees.add(() -> dnnl_stream_destroy(stream));
  }

  /** Runs on two operands and a result. */
  void run(long first, long second, long result) {
    bind(externals.get(0), first);
    bind(externals.get(1), second);
    bind(externals.get(2), result);
    if (temporaryBytes == 0) {
      execute();
      return;
    }
    Storage block = Storage.allocate(temporaryBytes);
    try {
      for (Temporary temporary : temporaries) {
        bind(temporary.memory, block.segment().address() + temporary.offset);
      }
      execute();
    } finally {
      block.release();
    }
  }

  private void bind(dnnl_memory memory, long value) {
    Status.check(dnnl_memory_set_data_handle(memory, address.at(value)), "an address");
  }

  private void execute() {
    for (Step step : steps) {
      Status.check(
          dnnl_primitive_execute(step.primitive, stream, step.count, step.arguments),
          "to execute a primitive");
    }
  }

  /** Frees everything; the pipeline cannot run any more. */
  void close() {
    frees.reversed().forEach(Runnable::run);
    frees.clear();
  }
}
