/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.ir.DType;

/**
 * Bytecode that moves one element between memory and the stack, converting between the dtype it is
 * stored in and the type it is computed in.
 */
final class StoredElement {
  static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
  private static final ClassDesc LAYOUTS = ValueLayout.class.describeConstable().orElseThrow();

  private final DType dtype;
  private final TypeKind kind;
  private final String layout;
  private final ClassDesc layoutType;

  private StoredElement(DType dtype, TypeKind kind, String layout, Class<?> layoutType) {
    this.dtype = dtype;
    this.kind = kind;
    this.layout = layout;
    this.layoutType = layoutType.describeConstable().orElseThrow();
  }

  static StoredElement of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 ->
          new StoredElement(
              dtype, TypeKind.FLOAT, "JAVA_FLOAT_UNALIGNED", ValueLayout.OfFloat.class);
      case FLOAT64 ->
          new StoredElement(
              dtype, TypeKind.DOUBLE, "JAVA_DOUBLE_UNALIGNED", ValueLayout.OfDouble.class);
      case INT64 ->
          new StoredElement(dtype, TypeKind.LONG, "JAVA_LONG_UNALIGNED", ValueLayout.OfLong.class);
      case INT32 ->
          new StoredElement(dtype, TypeKind.INT, "JAVA_INT_UNALIGNED", ValueLayout.OfInt.class);
      case INT16 ->
          new StoredElement(
              dtype, TypeKind.SHORT, "JAVA_SHORT_UNALIGNED", ValueLayout.OfShort.class);
      case INT8, UINT8, BOOL ->
          new StoredElement(dtype, TypeKind.BYTE, "JAVA_BYTE", ValueLayout.OfByte.class);
      case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException("no loops over " + dtype);
    };
  }

  /**
   * {@code segment.get(layout, address)}, converted to {@code computed}.
   *
   * @param segment leaves the segment on the stack
   * @param address leaves the address on the stack
   */
  void load(CodeBuilder code, Runnable segment, Runnable address, TypeKind computed) {
    segment.run();
    code.getstatic(LAYOUTS, layout, layoutType);
    address.run();
    code.invokeinterface(
        SEGMENT, "get", MethodTypeDesc.of(kind.upperBound(), layoutType, ConstantDescs.CD_long));
    if (dtype == DType.UINT8) {
      code.sipush(0xff).iand();
    }
    convert(code, kind.asLoadable(), computed);
  }

  /**
   * {@code segment.set(layout, address, value)}, the value converted from {@code computed}.
   *
   * @param segment leaves the segment on the stack
   * @param address leaves the address on the stack
   * @param value leaves the value on the stack
   */
  void store(
      CodeBuilder code, Runnable segment, Runnable address, Runnable value, TypeKind computed) {
    segment.run();
    code.getstatic(LAYOUTS, layout, layoutType);
    address.run();
    value.run();
    if (dtype == DType.BOOL) {
      isNotZero(code, computed);
    } else {
      convert(code, computed, kind.asLoadable());
    }
    if (kind == TypeKind.BYTE) {
      code.i2b();
    } else if (kind == TypeKind.SHORT) {
      code.i2s();
    }
    code.invokeinterface(
        SEGMENT,
        "set",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, layoutType, ConstantDescs.CD_long, kind.upperBound()));
  }

  private static void convert(CodeBuilder code, TypeKind from, TypeKind to) {
    if (from != to) {
      code.conversion(from, to);
    }
  }

  /** 1 where the value is not 0; NaN is not 0. */
  private static void isNotZero(CodeBuilder code, TypeKind computed) {
    switch (computed) {
      case FLOAT -> code.fconst_0().fcmpl();
      case DOUBLE -> code.dconst_0().dcmpl();
      case LONG -> code.lconst_0().lcmp();
      default -> {
        // An int is compared as it is.
      }
    }
    Label zero = code.newLabel();
    Label end = code.newLabel();
    code.ifeq(zero).iconst_1().goto_(end).labelBinding(zero).iconst_0().labelBinding(end);
  }
}
