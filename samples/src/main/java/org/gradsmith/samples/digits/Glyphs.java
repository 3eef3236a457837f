/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

import java.util.List;

/**
 * The ways in which people write each digit, as strokes of a pen: {@code M} puts the pen down,
 * {@code L} draws a straight line, {@code C} a cubic Bézier curve. Coordinates are percent of the
 * digit's box, x to the right and y downwards.
 */
final class Glyphs {
  private static final List<String> PATHS =
      List.of(
          // 0: closed, crossing its own start, narrow, left open at the top, begun on the right
          """
          M 55 5 C 20 0 5 45 15 75 C 25 105 70 100 82 65 C 95 30 80 5 55 5
          M 62 12 C 40 -4 14 30 18 62 C 22 100 66 104 80 66 C 92 30 72 2 46 9
          M 50 3 C 22 3 26 97 50 97 C 74 97 78 3 50 3
          M 45 6 C 10 20 8 95 50 95 C 92 95 95 18 60 4
          M 84 30 C 78 -4 20 -2 16 50 C 14 104 84 108 85 48 C 85 34 84 30 78 20
          """,
          // 1: a bar, slanted, with a flag, with flag and base, with a serif only below
          """
          M 50 3 L 50 97
          M 60 3 L 42 97
          M 32 25 L 54 4 L 54 97
          M 30 26 L 52 5 L 52 95 M 28 96 L 76 96
          M 40 20 C 48 14 52 8 54 3 L 50 97
          """,
          // 2: plain, with a loop below, with a wave below, angular, round-headed and wide
          """
          M 18 28 C 22 0 80 -4 78 30 C 76 55 35 75 16 95 L 84 93
          M 20 25 C 30 -2 82 2 74 34 C 66 62 40 84 24 90 C 8 96 12 72 28 76 C 48 82 60 100 86 88
          M 22 14 C 50 0 84 10 72 40 C 62 62 36 80 16 94 C 40 86 60 98 86 92
          M 20 10 C 40 4 70 4 78 10 C 72 40 36 70 18 94 L 82 94
          M 16 34 C 10 4 76 -10 82 24 C 86 48 30 62 14 92 C 30 84 66 92 92 96
          """,
          // 3: round, flat-topped, with a loop in the middle, pointed, with a small head
          """
          M 20 14 C 40 -4 84 2 74 30 C 68 46 50 48 40 48 C 62 46 90 56 80 80 C 70 104 28 100 16 84
          M 20 6 L 78 6 L 44 42 C 76 40 92 66 76 86 C 60 102 28 98 16 84
          M 22 16 C 40 -6 82 4 72 30 C 66 46 44 54 40 48 C 40 40 60 44 72 54 C 92 74 70 100 46 98 \
          C 30 97 22 92 16 84
          M 18 10 C 50 -2 82 6 76 22 C 70 36 50 44 34 50 C 70 50 88 66 78 82 C 66 98 34 98 14 92
          M 30 12 C 48 -2 74 6 66 26 C 62 38 48 44 38 46 C 74 42 96 68 78 88 C 60 104 24 96 14 80
          """,
          // 4: open, closed, open in one bow, closed with a slanted stem, open with a short arm
          """
          M 30 5 C 26 25 20 40 16 56 L 84 54 M 70 6 C 66 40 62 70 60 97
          M 62 4 L 14 66 L 88 66 M 64 4 L 64 97
          M 24 6 C 18 30 14 50 24 54 C 44 58 66 52 74 40 M 78 4 C 74 40 68 70 66 97
          M 68 3 L 16 60 L 86 58 M 70 4 L 56 97
          M 26 8 L 22 50 L 70 48 M 70 14 L 66 97
          """,
          // 5: in one stroke, with the roof drawn last, like an S, angular, with a long roof
          """
          M 78 6 L 30 8 L 24 44 C 50 32 84 42 80 70 C 76 100 34 100 16 86
          M 32 8 C 30 20 28 32 24 42 C 48 34 82 44 78 72 C 74 100 34 100 18 88 M 32 8 L 80 4
          M 76 6 C 50 4 30 14 30 34 C 36 50 78 48 78 74 C 76 102 32 98 18 86
          M 74 8 L 34 8 L 30 46 L 62 44 C 90 52 82 92 52 95 C 36 96 26 92 20 88
          M 36 14 C 34 26 32 34 28 44 C 60 36 78 54 70 76 C 60 98 30 98 18 92 M 36 14 L 94 6
          """,
          // 6: slender, straight-backed, curled, with a small ring, wide
          """
          M 66 4 C 36 16 14 50 18 74 C 22 104 76 102 78 72 C 78 46 34 46 20 70
          M 54 3 C 30 30 18 60 22 78 C 30 104 78 98 76 72 C 72 50 36 54 24 78
          M 74 12 C 54 -4 22 20 18 62 C 16 104 78 108 80 72 C 80 46 36 44 20 66
          M 48 3 C 34 30 26 60 30 82 C 34 100 66 100 66 80 C 66 62 40 64 30 80
          M 80 8 C 40 10 8 50 14 76 C 22 106 90 100 88 74 C 84 50 40 54 18 76
          """,
          // 7: plain, with a bar, with a serif, round-shouldered, upright
          """
          M 16 8 L 82 8 C 64 36 50 66 44 97
          M 16 10 L 82 8 C 62 40 52 70 46 97 M 34 50 L 78 48
          M 18 24 L 20 8 L 80 8 L 42 97
          M 14 14 C 36 6 60 12 82 8 C 70 30 54 56 50 97
          M 20 12 C 40 2 74 2 74 16 C 74 40 66 70 66 97
          """,
          // 8: in one stroke, two rings, begun at the upper right, with a small head, open above
          """
          M 72 18 C 50 -10 16 8 26 32 C 38 52 80 58 76 82 C 70 106 18 102 24 76 C 30 56 74 46 74 18
          M 50 48 C 14 46 18 4 50 4 C 82 4 84 46 50 48 C 10 50 12 97 50 97 C 88 97 90 50 50 48
          M 76 10 C 40 -6 10 20 36 44 C 56 58 84 66 74 86 C 62 106 22 98 28 76 C 34 58 66 44 80 14
          M 58 16 C 44 -2 24 12 36 30 C 48 48 86 62 78 84 C 66 108 10 100 20 74 C 28 56 68 40 60 16
          M 70 12 C 34 4 18 26 40 42 C 62 58 80 70 70 86 C 56 104 22 96 30 78 C 40 60 74 44 82 22
          """,
          // 9: with a bent stem, with a straight stem, with a hooked tail, angular, open above
          """
          M 76 26 C 70 -2 20 0 20 30 C 22 60 70 54 76 26 C 76 50 72 76 66 97
          M 74 18 C 54 -6 16 10 20 34 C 26 58 66 48 74 18 L 70 97
          M 76 28 C 70 -2 20 0 20 30 C 22 58 70 54 76 26 C 80 60 74 98 46 97 C 34 96 28 92 24 86
          M 70 8 C 44 2 22 18 24 34 C 28 50 62 46 72 12 L 50 97
          M 66 10 C 40 0 18 22 26 40 C 36 54 68 46 76 14 C 78 44 74 70 74 97
          """);

  /** The styles of each digit, by digit. */
  static final List<List<Glyph>> STYLES =
      PATHS.stream().map(styles -> styles.lines().map(Glyph::parse).toList()).toList();

  private Glyphs() {}
}
