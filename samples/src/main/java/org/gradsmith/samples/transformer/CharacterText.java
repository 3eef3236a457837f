/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.tensor.Tensor;

/**
 * A text as numbers of characters: the first nine tenths to train on, the rest to test with.
 *
 * @param origin what it is and where it comes from, in words
 * @param characters all characters that occur, in order; a character's number is its place
 * @param numbers the text
 */
@SuppressWarnings("ArrayRecordComponent")
public record CharacterText(String origin, String characters, int[] numbers) {
  private static final double TRAINING_SHARE = 0.9;
  private static final String ENDING = ".txt";

  /** The numbers of a text's characters. */
  public static CharacterText of(String origin, String text) {
    char[] sorted = text.toCharArray();
    Arrays.sort(sorted);
    StringBuilder distinct = new StringBuilder();
    for (char c : sorted) {
      if (distinct.isEmpty() || distinct.charAt(distinct.length() - 1) != c) {
        distinct.append(c);
      }
    }
    String characters = distinct.toString();
    return new CharacterText(origin, characters, text.chars().map(characters::indexOf).toArray());
  }

  /** A text file, or the text files ({@code .txt}) of a folder one behind the other. */
  public static CharacterText read(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      return of(place.toString(), Files.readString(place, StandardCharsets.UTF_8));
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(place)) {
      files = all.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(place + " holds no text files (" + ENDING + ")");
    }
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      text.append(Files.readString(file, StandardCharsets.UTF_8));
    }
    return of("text files in " + place, text.toString());
  }

  /** Where the part to test with begins. */
  int split() {
    return (int) (numbers.length * TRAINING_SHARE);
  }

  /**
   * Pieces of the text, each with what follows each of its characters.
   *
   * @param x (N, T), int64
   * @param next the same places one character later (N · T)
   */
  record Batch(Tensor x, Tensor next) {}

  /** So many pieces of so many characters, from anywhere between two places of the text. */
  Batch draw(int from, int to, int count, int length, Random random) {
    long[] x = new long[count * length];
    long[] next = new long[count * length];
    for (int n = 0; n < count; n++) {
      int start = from + random.nextInt(to - from - length);
      for (int t = 0; t < length; t++) {
        x[n * length + t] = numbers[start + t];
        next[n * length + t] = numbers[start + t + 1];
      }
    }
    return new Batch(Tensor.from(x, count, length), Tensor.from(next, next.length));
  }

  /** Origin and sizes. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s: %d characters, %d different ones",
        origin,
        numbers.length,
        characters.length());
  }
}
