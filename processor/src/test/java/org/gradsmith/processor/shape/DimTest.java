/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradsmith.ir.op.Dims.Answer;
import org.junit.jupiter.api.Test;

class DimTest {
  private static final Dim N = Dim.named("N");
  private static final Dim H = Dim.named("H");
  private final SymbolicDims dims = new SymbolicDims("size");

  @Test
  void polynomialsReadLikeJava() {
    assertEquals("2*N + 1", N.times(Dim.of(2)).plus(Dim.of(1)).toString());
    assertEquals("H*N - 3", H.times(N).plus(Dim.of(-3)).toString());
    assertEquals("0", N.plus(N.times(Dim.of(-1))).toString());
  }

  @Test
  void orderOfOperationsDoesNotMatter() {
    assertEquals(N.times(H).plus(N), N.times(H.plus(Dim.of(1))));
  }

  @Test
  void exactQuotientsStayPolynomials() {
    assertEquals(N, N.times(Dim.of(256)).floorDivide(Dim.of(256)));
    assertEquals(H, N.times(H).times(Dim.of(3)).floorDivide(N.times(Dim.of(3))));
    assertEquals("N + 1", N.times(Dim.of(2)).plus(Dim.of(3)).floorDivide(Dim.of(2)).toString());
  }

  @Test
  void otherQuotientsAreNamesOfTheirOwn() {
    assertEquals("floor((256*N) / 400)", N.times(Dim.of(256)).floorDivide(Dim.of(400)).toString());
  }

  /** -1 in a view of (N, T, E) to (N, T, heads, -1). */
  @Test
  void namesThatBothSidesOfAQuotientHaveVanish() {
    Dim heads = Dim.named("heads");
    assertEquals("floor((H) / heads)", N.times(H).floorDivide(N.times(heads)).toString());
  }

  @Test
  void aQuotientWithoutRestTimesItsDivisorIsWhatWasDivided() {
    Dim heads = Dim.named("heads");
    Dim each = H.times(N).floorDivide(heads);
    assertEquals(N.times(H).times(Dim.of(4)), each.times(heads).times(Dim.of(4)).multipliedOut());
    assertEquals(each.times(N), each.times(N).multipliedOut());
    Dim half = H.floorDivide(Dim.of(2)); // rounded where H is odd
    assertEquals(half.times(Dim.of(2)), half.times(Dim.of(2)).multipliedOut());
  }

  @Test
  void namesAreReplacedBySizes() {
    Dim sum = N.times(H).times(Dim.of(3)).plus(N).plus(Dim.of(7));
    Dim replaced = sum.replace(name -> name.equals(N) ? H.plus(Dim.of(1)) : name);
    assertEquals("3*H*H + 4*H + 8", replaced.toString());
    assertEquals(java.util.Set.of("H", "N"), sum.names());
  }

  @Test
  void sizesDifferForSureOnlyByANumber() {
    assertEquals(Answer.YES, dims.equal(N, N));
    assertEquals(Answer.NO, dims.equal(N, N.plus(Dim.of(1))));
    assertEquals(Answer.UNKNOWN, dims.equal(N, H));
    assertEquals(Answer.UNKNOWN, dims.equal(N, N.times(Dim.of(2))));
    assertEquals(Answer.NO, dims.equal(Dim.of(400), Dim.of(401)));
  }
}
