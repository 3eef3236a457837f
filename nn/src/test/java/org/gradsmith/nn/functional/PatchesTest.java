/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.gradsmith.nn.functional.Expected.checkGradients;
import static org.gradsmith.nn.functional.Expected.ramp;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.ValuesAndIndices;
import org.junit.jupiter.api.Test;

/** Patches, shuffles and poolings; the numbers are PyTorch's. */
class PatchesTest {
  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  private static Tensor fold(Tensor x, long... size) {
    return Patches.fold(x, size, TWO, ONE, ONE, TWO);
  }

  @Test
  void foldSumsOverlappingWindows() {
    Expected.shape(1, 1, 3, 3)
        .in(
            Patches.fold(ramp(1, 4, 4), new long[] {3, 3}, TWO, ONE, NONE, ONE),
            0,
            1.357496276502602,
            0.9612752029752999,
            0.8548841795223779,
            0.5418385637999148,
            -0.4711954840818866,
            -0.5298361409084934,
            -1.6933144616040523,
            -0.669239857276262);
    Expected.shape(2, 3, 2)
        .in(
            fold(ramp(8, 4), 3, 2),
            -0.9631309305733164,
            -0.18729466354290317,
            0.7965654722360868,
            0.8956986856800476,
            -0.8926476794282346,
            -0.8006667821758177,
            -0.8047309092634671,
            0.17388948538043356,
            0.9593748338928642,
            0.6793046521448148,
            -0.9945525882039892,
            -0.5356033346142913);
    checkGradients(t -> fold(t[0], 3, 2).square(), ramp(2, 4, 4));
    ShapeException e = assertThrows(ShapeException.class, () -> fold(ramp(1, 4, 5), 3, 2));
    assertTrue(e.getMessage().contains("4 windows"), e.getMessage());
    assertThrows(ShapeException.class, () -> fold(ramp(1, 5, 4), 3, 2));
  }

  @Test
  void unfoldingAndFoldingCountsTheWindowsOfEachPixel() {
    Tensor columns = Patches.unfold(Tensor.ones(1, 1, 3, 3), TWO, ONE, NONE, ONE);
    Expected.shape(1, 1, 3, 3)
        .in(
            Patches.fold(columns, new long[] {3, 3}, TWO, ONE, NONE, ONE),
            1,
            2,
            1,
            2,
            4,
            2,
            1,
            2,
            1);
  }

  @Test
  void shuffles() {
    Expected.shape(1, 1, 2, 4)
        .in(
            Patches.pixelShuffle(ramp(1, 4, 1, 2), 2),
            0,
            0.674287911628145,
            0.361615431964962,
            0.8956986856800476,
            0.99588084453764,
            0.7965654722360868,
            0.9612752029752999,
            0.5240443416872761);
    Tensor x = ramp(2, 8, 3, 2);
    Tensor there = Patches.pixelShuffle(x, 2);
    assertTrue(Patches.pixelUnshuffle(there, 2).equal(x));
    Expected.shape(1, 4, 2)
        .in(
            Patches.channelShuffle(ramp(1, 4, 2), 2),
            0,
            0.361615431964962,
            0.99588084453764,
            0.9612752029752999,
            0.674287911628145,
            0.8956986856800476,
            0.7965654722360868,
            0.5240443416872761);
    assertThrows(ShapeException.class, () -> Patches.pixelShuffle(ramp(3, 2, 2), 2));
    assertThrows(ShapeException.class, () -> Patches.channelShuffle(ramp(1, 4, 2), 3));
    checkGradients(t -> Patches.pixelShuffle(t[0], 2).square(), ramp(4, 1, 2));
    checkGradients(t -> Patches.channelShuffle(t[0], 2).square(), ramp(1, 4, 2));
  }

  @Test
  void unpoolingPutsElementsBack() {
    Tensor x = ramp(1, 2, 4, 4);
    ValuesAndIndices pooled = Pooling.maxPool(x, Pooling.Windows.of(2, 2));
    Expected.shape(1, 2, 4, 4)
        .in(
            Unpooling.maxUnpool(pooled.values(), pooled.indices(), 4, 4),
            0,
            0,
            0,
            0.8956986856800476,
            0.99588084453764,
            0,
            0,
            0,
            0.18059626789423291,
            0,
            -0.5298361409084934,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0.9964756147406005,
            0.9593748338928642,
            0,
            0.5182282059209767,
            0,
            -0.19398436125389723,
            0,
            0,
            0,
            0,
            0);
    Expected.shape(1, 5)
        .in(
            Unpooling.maxUnpool(Expected.of(3.0, 4).view(1, 2), Tensor.of(1L, 3).view(1, 2), 5),
            0,
            3,
            0,
            4,
            0);
    long[] size = Unpooling.sizeBefore(pooled.values(), TWO, TWO, NONE);
    assertTrue(java.util.Arrays.equals(new long[] {4, 4}, size));
    assertThrows(
        IndexException.class, () -> Unpooling.maxUnpool(pooled.values(), pooled.indices(), 2, 4));
    checkGradients(
        t -> Unpooling.maxUnpool(t[0], pooled.indices(), 4, 4).square(), pooled.values());
  }

  @Test
  void normsOfWindows() {
    Tensor x = ramp(1, 1, 4, 4).abs();
    Expected.shape(1, 1, 2, 2)
        .in(
            Pooling.lpPool(x, 2, Pooling.Windows.of(2, 2)),
            1.4305923224341075,
            1.471760628264651,
            1.4091904779670599,
            1.4719020002868217);
    Expected.shape(1, 1, 2, 2)
        .in(
            Pooling.lpPool(x.neg(), Double.POSITIVE_INFINITY, Pooling.Windows.of(2, 2)),
            0.99588084453764,
            0.8956986856800476,
            0.9952398257691627,
            0.8926476794282346);
    checkGradients(t -> Pooling.lpPool(t[0], 3, Pooling.Windows.of(2, 2)), x.add(0.1));
  }
}
