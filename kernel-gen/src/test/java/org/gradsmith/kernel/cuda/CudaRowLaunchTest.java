/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.op.Softmaxes;
import org.gradsmith.kernel.RowPlan;
import org.junit.jupiter.api.Test;

final class CudaRowLaunchTest {
  private static final int H100 = 132;

  private static CudaRowLaunch softmax(long rows, long columns) {
    return new CudaRowLaunch(RowPlan.of(Softmaxes.SOFTMAX), rows, columns);
  }

  private static CudaRowLaunch layerNormGrad(long rows, long columns) {
    return new CudaRowLaunch(RowPlan.of(LayerNorms.LAYER_NORM_GRAD), rows, columns);
  }

  @Test
  void aBlockHasAThreadForEachColumnInWholeWarps() {
    assertEquals(32, softmax(10, 0).threads());
    assertEquals(32, softmax(10, 32).threads());
    assertEquals(64, softmax(10, 33).threads());
    assertEquals(256, softmax(10, 250).threads());
    assertEquals(256, softmax(10, 1L << 40).threads());
  }

  @Test
  void blocksCoverTheRowsButDoNotFloodTheDevice() {
    assertEquals(1, softmax(0, 10).blocks(H100));
    assertEquals(10, softmax(10, 10).blocks(H100));
    assertEquals(16 * H100, softmax(1L << 40, 1000).blocks(H100));
    assertEquals(128 * H100, softmax(1L << 40, 10).blocks(H100));
  }

  @Test
  void withSumsOverRowsBlocksDependOnTheSizesAlone() {
    for (long rows : new long[] {0, 1, 8, 9, 8192, 131072, 131073}) {
      CudaRowLaunch launch = layerNormGrad(rows, 10);
      assertEquals(launch.blocks(1), launch.blocks(H100));
    }
    assertEquals(1, layerNormGrad(0, 10).blocks(H100));
    assertEquals(2, layerNormGrad(9, 10).blocks(H100));
    assertEquals(1024, layerNormGrad(8192, 10).blocks(H100));
    assertEquals(1024, layerNormGrad(131072, 10).blocks(H100));
    assertEquals(1025, layerNormGrad(131073, 10).blocks(H100));
  }

  @Test
  void eachBlockHasARowOfPartialSums() {
    assertEquals(0, softmax(9, 10).partialElements());
    assertEquals(20, layerNormGrad(9, 10).partialElements());
    assertEquals(1, layerNormGrad(9, 10).partialBlocks(H100));
    assertEquals(24, layerNormGrad(9, 768).partialBlocks(H100));
    assertEquals(16 * H100, layerNormGrad(9, 1L << 40).partialBlocks(H100));
  }

  @Test
  void onlyNumbersThatAreReadAreTaken() {
    assertEquals(List.of(), softmax(9, 10).numbers());
    assertEquals(List.of(0), layerNormGrad(9, 10).numbers());
  }

  @Test
  void indicesAreWideWhereElementsOrRowsAreMany() {
    assertFalse(softmax(1L << 16, 1L << 15).types(DType.FLOAT32).wide());
    assertTrue(softmax(1L << 16, (1L << 15) + 1).types(DType.FLOAT32).wide());
    assertTrue(softmax(0, 1L << 32).types(DType.FLOAT32).wide());
    assertTrue(softmax(1L << 32, 0).types(DType.FLOAT32).wide());
  }
}
