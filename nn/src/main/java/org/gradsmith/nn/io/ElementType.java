/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import java.util.Arrays;
import java.util.Optional;
import org.gradsmith.ir.DType;

/**
 * The element types of the safetensors format that tensors can hold, in the order of the reference
 * implementation, which lays out tensors of later types first so that every tensor is aligned.
 */
enum ElementType {
  BOOL(DType.BOOL),
  U8(DType.UINT8),
  I8(DType.INT8),
  I16(DType.INT16),
  F16(DType.FLOAT16),
  BF16(DType.BFLOAT16),
  I32(DType.INT32),
  F32(DType.FLOAT32),
  F64(DType.FLOAT64),
  I64(DType.INT64);

  private final DType dtype;

  ElementType(DType dtype) {
    this.dtype = dtype;
  }

  DType dtype() {
    return dtype;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static ElementType of(DType dtype) {
    return switch (dtype) {
      case BOOL -> BOOL;
      case UINT8 -> U8;
      case INT8 -> I8;
      case INT16 -> I16;
      case FLOAT16 -> F16;
      case BFLOAT16 -> BF16;
      case INT32 -> I32;
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT64 -> I64;
    };
  }
}
