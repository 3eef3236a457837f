/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and products of matrices by oneDNN, in float32, with one thread per call. Each
 * method fills its result and returns true; or it touches nothing and returns false, where the
 * library is missing or does not take the case.
 */
public final class OneDnn {
  private static final System.Logger LOG = System.getLogger("org.gradsmith");
  private static final String PROPERTY = "gradsmith.cpu";
  private static final OneDnn INSTANCE = load();

  private final @Nullable Library library;
  private final @Nullable PipelinePool pool;
  private final String description;

  private OneDnn(@Nullable Library library, String description) {
    this.library = library;
    this.pool = library == null ? null : new PipelinePool(library);
    this.description = description;
  }

  /** The library of this process; where it is missing, an instance that serves nothing. */
  public static OneDnn instance() {
    return INSTANCE;
  }

  /** Whether the library is there. */
  public boolean isAvailable() {
    return library != null;
  }

  /** Version and number of threads, or why the library is not used. */
  public String description() {
    return description;
  }

  /** y = convolution of x (N, C, H, W) with weight (O, C, KH, KW); all contiguous. */
  public boolean conv2d(
      StridedArray x, StridedArray weight, StridedArray y, long stride, long padding) {
    return pool != null
        && isServed(x, weight, y)
        && run(Convolutions.plan(Plan.Kind.FORWARD, x, weight, y, stride, padding), x, weight, y);
  }

  /** x = cotangent of a convolution's input, from the cotangent g of its result. */
  public boolean conv2dGradInput(
      StridedArray g, StridedArray weight, StridedArray x, long stride, long padding) {
    return pool != null
        && isServed(x, weight, g)
        && run(
            Convolutions.plan(Plan.Kind.GRAD_INPUT, x, weight, g, stride, padding), g, weight, x);
  }

  /** weight = cotangent of a convolution's weight, from the cotangent g of its result. */
  public boolean conv2dGradWeight(
      StridedArray g, StridedArray x, StridedArray weight, long stride, long padding) {
    return pool != null
        && isServed(x, weight, g)
        && run(
            Convolutions.plan(Plan.Kind.GRAD_WEIGHT, x, weight, g, stride, padding), g, x, weight);
  }

  /**
   * c = a · b for matrices (M, K) and (K, N). The result is contiguous; rows or columns of the
   * operands must be, so that transposed views need no copy.
   */
  public boolean matmul(StridedArray a, StridedArray b, StridedArray c) {
    return library != null && isServed(a, b, c) && Products.multiply(library, a, b, c, 0);
  }

  /** c += a · b; as {@link #matmul}. */
  public boolean addMatmul(StridedArray a, StridedArray b, StridedArray c) {
    return library != null && isServed(a, b, c) && Products.multiply(library, a, b, c, 1);
  }

  private boolean run(Plan plan, StridedArray first, StridedArray second, StridedArray result) {
    if (pool == null) {
      return false;
    }
    Pipeline pipeline = pool.borrow(plan);
    if (pipeline == null) {
      return false;
    }
    try {
      pipeline.run(address(first), address(second), address(result));
    } finally {
      pool.giveBack(plan, pipeline);
    }
    return true;
  }

  private static boolean isServed(StridedArray a, StridedArray b, StridedArray c) {
    return isServed(a) && isServed(b) && isServed(c);
  }

  /** Memory of the Java heap has no address that a library could be given. */
  private static boolean isServed(StridedArray array) {
    return array.dtype() == DType.FLOAT32
        && array.count() > 0
        && array.storage().segment().isNative();
  }

  /** Where the first element lies; the caller keeps the storage reachable. */
  static long address(StridedArray array) {
    return array.storage().segment().address() + array.offset() * Float.BYTES;
  }

  private static OneDnn load() {
    String wanted = System.getProperty(PROPERTY, "auto");
    if ("java".equals(wanted)) {
      return new OneDnn(null, "switched off by -D" + PROPERTY + "=java");
    }
    if (!"auto".equals(wanted)) {
      throw new IllegalArgumentException(
          "-D%s=%s: write auto (oneDNN where it is there) or java".formatted(PROPERTY, wanted));
    }
    if (!OneDnn.class.getModule().isNativeAccessEnabled()) {
      String reason =
          "native access is not enabled; start java with --enable-native-access=ALL-UNNAMED";
      return missing(reason);
    }
    try {
      Library library = Library.load();
      return new OneDnn(library, library.description());
    } catch (LinkageError | RuntimeException e) {
      return missing(firstLine(e));
    }
  }

  private static OneDnn missing(String reason) {
    LOG.log(
        System.Logger.Level.WARNING,
        "oneDNN is not used: {0}. Everything works, but products and convolutions are slower.",
        reason);
    return new OneDnn(null, reason);
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause).lines().findFirst().orElse("no reason given");
  }
}
