/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import java.util.List;
import java.util.Random;

/** Sentences by a small grammar: "the old fox sees a red bird." */
final class MadeUpText {
  private static final int SENTENCES = 4000;
  private static final List<String> ARTICLES = List.of("the", "a", "every", "one");
  private static final List<String> ADJECTIVES =
      List.of("old ", "red ", "small ", "quick ", "lazy ", "", "", "");
  private static final List<String> NOUNS = List.of("fox", "bird", "dog", "cat", "horse", "mouse");
  private static final List<String> VERBS = List.of("sees", "follows", "hears", "likes", "meets");

  private MadeUpText() {}

  /** The same sentences at each call. */
  static CharacterText write() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SENTENCES; i++) {
      being(text, random);
      text.append(' ').append(one(VERBS, random)).append(' ');
      being(text, random);
      text.append(".\n");
    }
    return CharacterText.of("sentences made up by this program", text.toString());
  }

  private static void being(StringBuilder text, Random random) {
    text.append(one(ARTICLES, random)).append(' ');
    text.append(one(ADJECTIVES, random)).append(one(NOUNS, random));
  }

  private static String one(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
