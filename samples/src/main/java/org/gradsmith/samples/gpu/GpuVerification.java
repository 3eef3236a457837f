/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.gradsmith.backend.cuda.CubinCache;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.GpuProbe;
import org.gradsmith.backend.cuda.NvrtcCompiler;
import org.gradsmith.samples.gpu.Bandwidth.Rate;
import org.gradsmith.samples.inspect.ClassPath;

/**
 * Runs every kernel on a GPU and compares it with its plan and with the CPU, then measures how fast
 * some of them are.
 */
public final class GpuVerification {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Random kernels over rows take longer, so there are fewer: one for so many others. */
  private static final int RANDOM_PER_ROWS = 6;

  private final Scope scope;
  private final PrintWriter out;

  /**
   * How much is done.
   *
   * @param only kernels whose text's name contains this; empty for all
   * @param rounds layouts and dtypes that each kernel is run in
   * @param extents how many of the sizes are run over, from the smallest on
   * @param random how many random pointwise kernels; there are a sixth as many over rows
   * @param seed of the first of them
   * @param rows the sizes of which speed is measured, in rows of 1024; none: it is not measured
   * @param python the program that runs PyTorch; empty: it is not asked
   */
  public record Scope(
      String only, int rounds, int extents, int random, long seed, List<Long> rows, String python) {
    /** Everything, as it is reported. */
    public static final Scope ALL =
        new Scope(
            "", 6, KernelCheck.EXTENTS.size(), 60, 0, List.of(1L, 98L, 9766L, 97657L), "python3");

    public Scope {
      rows = List.copyOf(rows);
      extents = Math.clamp(extents, 1, KernelCheck.EXTENTS.size());
    }
  }

  public GpuVerification(Scope scope, PrintWriter out) {
    this.scope = scope;
    this.out = out;
  }

  /** Why nothing can be verified on this machine, in one line; empty if it can. */
  public static String obstacle() {
    GpuProbe probe = GpuProbe.run();
    if (!probe.found()) {
      return "no GPU: " + probe.text();
    }
    NvrtcCompiler compiler = NvrtcCompiler.instance();
    return compiler.isAvailable() ? "" : compiler.description();
  }

  /** Does everything, in the order of the report. */
  public Results run() throws IOException, InterruptedException {
    OpKernels ops = OpKernels.ofTable();
    CompiledKernels compiled;
    try (ClassPath path = ClassPath.open(System.getProperty("java.class.path"))) {
      compiled = CompiledKernels.read(path);
    }
    List<KernelText> texts = new ArrayList<>(compiled.pointwise());
    texts.addAll(ops.texts());
    texts.addAll(RandomKernels.of(scope.seed, scope.random));
    RowKernels rowKernels = RowKernels.ofTable();
    List<RowGroup> rows = new ArrayList<>(List.of(rowKernels));
    rows.addAll(compiled.rows());
    rows.addAll(RandomRows.of(scope.seed, Math.ceilDiv(scope.random, RANDOM_PER_ROWS)));
    try (CudaDevice device = CudaDevice.open()) {
      Environment environment = Environment.of(device);
      environment.facts().forEach((name, value) -> say(name + ": " + value));
      List<String> problems = new ArrayList<>();
      List<Tally> tallies = new ArrayList<>(compare(device, works(device, texts, rows), problems));
      List<Rate> rates = new ArrayList<>();
      if (device.isUsable() && HandWrittenKernel.NAME.contains(scope.only)) {
        tallies.add(HandWrittenKernel.compare());
        say("%s: 1 kernel, %d wrong".formatted(HandWrittenKernel.NAME, tallies.getLast().wrong()));
      }
      if (device.isUsable()) {
        measure(device, compiled.pointwise(), rowKernels, rates, problems);
      }
      CubinCache cache = CubinCache.ofProcess();
      say(
          "texts of kernels: %d compiled, %d from %s"
              .formatted(cache.misses(), cache.hits(), cache.description()));
      Peers peers =
          scope.rows.isEmpty() || scope.python.isEmpty()
              ? Peers.none("not asked")
              : peers(environment);
      return new Results(
          new Verification(
              environment, tallies, new TreeMap<>(ops.without()), rates, problems, peers));
    }
  }

  private Peers peers(Environment environment) throws IOException, InterruptedException {
    say("measuring PyTorch on " + environment.facts().get("card"));
    Peers peers = Peers.measure(scope.python, scope.rows, out);
    int figures = peers.eager().size() + peers.compiled().size();
    say(peers.software() + ": " + figures + " figures");
    return peers;
  }

  /**
   * The kernels of one text.
   *
   * @param isOpen whether some lie as a call's shapes say
   * @param round runs them in a round
   */
  private record Work(
      String family, String name, int kernels, boolean isOpen, BiConsumer<Layouts, Tally> round) {}

  /** Those texts that are wanted. */
  private List<Work> works(CudaDevice device, List<KernelText> texts, List<RowGroup> rows) {
    List<Work> works = new ArrayList<>();
    KernelCheck check = new KernelCheck(device, KernelCheck.EXTENTS.subList(0, scope.extents));
    for (KernelText text : texts) {
      works.add(
          new Work(
              text.family(),
              text.name(),
              text.plans().size(),
              text.isOpen(),
              (layouts, tally) -> check.run(text, layouts, tally)));
    }
    boolean isAll = scope.extents == KernelCheck.EXTENTS.size();
    RowCheck rowCheck = new RowCheck(device, isAll ? Integer.MAX_VALUE : scope.extents);
    for (RowGroup group : rows) {
      works.add(
          new Work(
              group.family(),
              group.name(),
              group.count(),
              group.isOpen(),
              (layouts, tally) -> rowCheck.run(group, layouts, tally)));
    }
    works.removeIf(work -> !work.name.contains(scope.only));
    return works;
  }

  /** In each dtype, with indices of 32 bits, then of 64. */
  private List<Tally> compare(CudaDevice device, List<Work> works, List<String> problems) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (Work work : works) {
      if (!device.isUsable()) {
        problems.add("the device is lost, so nothing was run from " + work.name + " on");
        break;
      }
      long start = System.nanoTime();
      int rounds = work.isOpen ? scope.rounds : Math.min(scope.rounds, Layouts.CLOSED_ROUNDS);
      long wrong = 0;
      for (int round = 0; round < rounds; round++) {
        Layouts layouts = new Layouts(round);
        String dtype = layouts.types().dtype().toString();
        Tally tally =
            tallies.computeIfAbsent(work.family + " " + dtype, _ -> new Tally(work.family, dtype));
        long before = tally.wrong();
        try {
          work.round.accept(layouts, tally);
        } catch (RuntimeException e) {
          tally.addWrong("%s, %s: %s".formatted(work.name, layouts, e.getMessage()));
        }
        wrong += tally.wrong() - before;
      }
      say(
          String.format(
              Locale.ROOT,
              "%s: %d kernels, %d rounds, %d wrong, %.1f s",
              work.name,
              work.kernels,
              rounds,
              wrong,
              (System.nanoTime() - start) / NANOS_PER_SECOND));
    }
    return List.copyOf(tallies.values());
  }

  private void measure(
      CudaDevice device,
      List<KernelText> texts,
      RowKernels rowKernels,
      List<Rate> rates,
      List<String> problems) {
    if (scope.rows.isEmpty()) {
      return;
    }
    try (Bandwidth bandwidth = new Bandwidth(device)) {
      for (long rows : scope.rows) {
        tell(rates, List.of(bandwidth.copy(rows * Workload.COLUMNS)));
        for (Workload work : Workload.ALL) {
          if (work.isOfRows() && RowKernels.NAME.contains(scope.only)) {
            tell(rates, bandwidth.measure(work, rowKernels, rows));
          }
          for (KernelText text : texts) {
            if (text.name().equals(work.text()) && text.name().contains(scope.only)) {
              tell(rates, bandwidth.measure(work, text, rows));
            }
          }
        }
      }
    } catch (RuntimeException e) {
      problems.add("the measurement of speed ended: " + e.getMessage());
    }
  }

  private void tell(List<Rate> rates, List<Rate> more) {
    rates.addAll(more);
    for (Rate rate : more) {
      say(
          String.format(
              Locale.ROOT,
              "%s %s, %d elements: %.1f us, %.0f GB/s",
              rate.work(),
              rate.pass(),
              rate.elements(),
              rate.seconds() * 1e6,
              rate.bytesPerSecond() / 1e9));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
