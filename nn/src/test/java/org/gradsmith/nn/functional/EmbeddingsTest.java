/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.gradsmith.nn.functional.Expected.checkGradients;
import static org.gradsmith.nn.functional.Expected.ramp;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Rows by number, and distances between rows; the numbers are PyTorch's. */
class EmbeddingsTest {
  private static final Tensor INPUT = Tensor.of(0L, 2, 2, 3).view(2, 2);

  @Test
  void longRowsAreShortenedInTheTable() {
    Tensor weight = Expected.leaf(ramp(4, 3));
    Tensor rows = Embeddings.embedding(INPUT, weight, null, 1.0, 2, false);
    Expected.shape(2, 2, 3)
        .in(
            rows,
            0,
            0.361615431964962,
            0.674287911628145,
            0.7965654722360868,
            0.5240443416872761,
            0.18059626789423291,
            0.7965654722360868,
            0.5240443416872761,
            0.18059626789423291,
            -0.18729466354290317,
            -0.5298361409084934,
            -0.8006667821758177);
    Expected.shape(4, 3)
        .in(
            weight.detach(),
            0,
            0.361615431964962,
            0.674287911628145,
            0.8956986856800476,
            0.99588084453764,
            0.9612752029752999,
            0.7965654722360868,
            0.5240443416872761,
            0.18059626789423291,
            -0.18729466354290317,
            -0.5298361409084934,
            -0.8006667821758177);
  }

  @Test
  void gradientsOfFrequentRowsAreDivided() {
    Tensor weight = Expected.leaf(ramp(4, 3));
    Embeddings.embedding(INPUT, weight, null, null, 2, true).mul(ramp(2, 2, 3)).sum().backward();
    Expected.shape(4, 3)
        .in(
            Expected.gradient(weight),
            0,
            0.361615431964962,
            0.674287911628145,
            0,
            0,
            0,
            0.8461320789580672,
            0.7599625931124581,
            0.5709357354347664,
            -0.18729466354290317,
            -0.5298361409084934,
            -0.8006667821758177);
    Tensor padded = Expected.leaf(ramp(4, 3));
    Embeddings.embedding(INPUT, padded, -2L, null, 2, true).sum().backward();
    Expected.shape(4, 3).in(Expected.gradient(padded), 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void bagsOfRows() {
    Tensor weight = ramp(4, 3);
    Tensor flat = INPUT.flatten();
    Tensor offsets = Tensor.of(0L, 1, 1);
    Expected.shape(2, 3)
        .in(
            Embeddings.embeddingBag(INPUT, weight, null, false, Embeddings.Bag.MEAN, null, null),
            0.3982827361180434,
            0.442829886826119,
            0.42744208976118897,
            0.3046354043465918,
            -0.0028958996106086543,
            -0.3100352571407924);
    Expected.shape(3, 3)
        .in(
            Embeddings.embeddingBag(flat, weight, offsets, false, Embeddings.Bag.MAX, null, 3L),
            0,
            0.361615431964962,
            0.674287911628145,
            0,
            0,
            0,
            0.7965654722360868,
            0.5240443416872761,
            0.18059626789423291);
    Tensor counted = Expected.of(1.0, 2, 3, 4);
    Expected.shape(2, 3)
        .in(
            Embeddings.embeddingBag(flat, weight, offsets, true, Embeddings.Bag.SUM, counted, null),
            0,
            0.361615431964962,
            0.674287911628145,
            0,
            0,
            0);
    checkGradients(
        t -> Embeddings.embeddingBag(flat, t[0], offsets, false, Embeddings.Bag.SUM, t[1], null),
        weight,
        counted);
    assertThrows(
        ShapeException.class,
        () -> Embeddings.embeddingBag(flat, weight, null, false, Embeddings.Bag.SUM, null, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> Embeddings.embeddingBag(INPUT, weight, null, false, Embeddings.Bag.MAX, INPUT, null));
  }

  @Test
  void distancesOfAllPairs() {
    Expected.shape(6)
        .in(
            Distances.pdist(ramp(4, 3), 2),
            1.1344295723004274,
            0.9511209919694611,
            1.7335675777265067,
            0.9175601773775365,
            2.570044060551928,
            1.7439959896181307);
    Expected.shape(6)
        .in(
            Distances.pdist(ramp(4, 3), 1),
            1.8169513895998803,
            1.452686025692313,
            2.5537009302203213,
            1.3516486513753918,
            4.370652319820202,
            3.01900366844481);
    Expected.shape(0).in(Distances.pdist(ramp(1, 3), 2));
    assertThrows(ShapeException.class, () -> Distances.pdist(ramp(3), 2));
    checkGradients(t -> Distances.pdist(t[0], 3), ramp(4, 3));
  }
}
