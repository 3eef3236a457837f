/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.kernel.lane.LaneGraph;

/**
 * Writes the class of a {@link PointwiseLoop}. For {@code y = x < 0 ? 0 : x} over float32 it is, in
 * Java:
 *
 * <pre>{@code
 * final class Pointwise implements PointwiseLoop {
 *   public void run(MemorySegment[] segments, long[] offsets, ..., long rows, int columns) {
 *     if (columns <= 0) {
 *       return;
 *     }
 *     long yAt = NativeMemory.placeToWrite(true, segments[0], offsets[0], rows, rowStrides[0], columns, 1, 4);
 *     long xAt = ..., yStep = rowStrides[0] * 4, xStep = ...;
 *     for (long row = 0; row < rows; row++) {
 *       int i = 0;
 *       for (int bound = SPECIES.loopBound(columns); i < bound; i += SPECIES.length()) {
 *         // Form.VECTOR only: the body below on vectors
 *       }
 *       for (; i < columns; i++) {
 *         float v = ALL.get(JAVA_FLOAT_UNALIGNED, xAt + 4L * i);
 *         ALL.set(JAVA_FLOAT_UNALIGNED, yAt + 4L * i, v < 0 ? 0 : v);
 *       }
 *       yAt += yStep;
 *       xAt += xStep;
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Where the expressions have functions, the rest of a row is one more vector, under a mask, in a
 * method {@code rest}, and an element that vectors cannot do makes its vector be computed by a
 * method {@code scalars}, which is {@code run} without vectors.
 */
public final class PointwiseClassWriter {
  private static final String CLASS_NAME = "Pointwise";

  /**
   * Bytes of a method from which on it is made of parts. The compilers give up on long methods: the
   * optimising one at 8000 bytes, the fast one near 3000, where it runs out of registers; and from
   * 2300 on the optimising one leaves vectors as objects.
   */
  private static final int TOO_LONG = 2200;

  private static final ClassDesc LOOP = PointwiseLoop.class.describeConstable().orElseThrow();

  /** How elements are computed. The bits of the results do not depend on it. */
  public enum Form {
    /** One by one; needs nothing but java.base. */
    SCALAR,
    /**
     * In vectors, where the operands are of the floating-point dtype of the computation, contiguous
     * or broadcast, and all functions are written in steps; otherwise as {@link #SCALAR}. The class
     * needs the module jdk.incubator.vector when it is defined.
     */
    VECTOR
  }

  private PointwiseClassWriter() {}

  /**
   * The loop of a spec: one class, or, where its methods would be too long for the optimising
   * compiler, several that run one after the other.
   *
   * @param define makes an instance of a class from its file, as {@link #write} describes it
   */
  public static PointwiseLoop loop(
      String packageName, PointwiseSpec spec, Form form, Function<byte[], PointwiseLoop> define) {
    return loop(packageName, spec, form, NativeMemory.BY_ADDRESS, define);
  }

  /** The loop of a spec for memory anywhere, in the heap too; element by element. */
  public static PointwiseLoop anywhere(
      String packageName, PointwiseSpec spec, Function<byte[], PointwiseLoop> define) {
    return loop(packageName, spec, Form.SCALAR, false, define);
  }

  private static PointwiseLoop loop(
      String packageName,
      PointwiseSpec spec,
      Form form,
      boolean byAddress,
      Function<byte[], PointwiseLoop> define) {
    byte[] classFile = write(packageName, spec, form, byAddress);
    Optional<SpecHalves> halves =
        longestMethod(classFile) < TOO_LONG ? Optional.empty() : SpecHalves.of(spec);
    return halves
        .<PointwiseLoop>map(h ->
            new HalvedLoop(
                spec,
                h,
                loop(packageName, h.first(), form, byAddress, define),
                loop(packageName, h.second(), form, byAddress, define)))
        .orElseGet(() -> define.apply(classFile));
  }

  /**
   * The loop of a spec on vectors where they can be used, from the time on when they are the faster
   * ones.
   */
  public static PointwiseLoop warming(
      String packageName, PointwiseSpec spec, Function<byte[], PointwiseLoop> define) {
    LaneGraph graph = LaneGraph.of(spec.dtype(), spec.expressions());
    PointwiseLoop vectors = loop(packageName, spec, Form.VECTOR, define);
    return VectorCode.fits(spec, graph) && LoopMethod.isLong(graph)
        ? new WarmingLoop(spec, loop(packageName, spec, Form.SCALAR, define), vectors)
        : vectors;
  }

  private static int longestMethod(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .mapToInt(CodeAttribute::codeLength)
        .max()
        .orElse(0);
  }

  /**
   * The class file of a loop, to be defined as hidden class by a lookup in {@code packageName}. The
   * class has a public constructor without parameters.
   */
  public static byte[] write(String packageName, PointwiseSpec spec, Form form) {
    return write(packageName, spec, form, NativeMemory.BY_ADDRESS);
  }

  private static byte[] write(
      String packageName, PointwiseSpec spec, Form form, boolean byAddress) {
    LaneGraph graph = LaneGraph.of(spec.dtype(), spec.expressions());
    boolean vectors = form == Form.VECTOR && VectorCode.fits(spec, graph);
    ClassDesc self = ClassDesc.of(packageName, CLASS_NAME);
    return StatelessClass.write(
        self,
        LOOP,
        builder -> {
          builder.withMethodBody(
              "run",
              LoopMethod.TYPE,
              ClassFile.ACC_PUBLIC,
              code -> {
                LoopMethod method = new LoopMethod(code, self, spec, graph, byAddress);
                if (vectors) {
                  method.vectors();
                } else {
                  method.scalars(false);
                }
              });
          if (vectors && LoopMethod.isLong(graph)) {
            builder.withMethodBody(
                LoopMethod.REST,
                LoopMethod.TYPE,
                ClassFile.ACC_PRIVATE,
                code -> new LoopMethod(code, self, spec, graph, byAddress).rest());
          }
          if (vectors && LoopMethod.hasRareElements(graph)) {
            builder.withMethodBody(
                LoopMethod.SCALARS,
                LoopMethod.TYPE,
                ClassFile.ACC_PRIVATE,
                code -> new LoopMethod(code, self, spec, graph, byAddress).scalars(true));
          }
        });
  }
}
