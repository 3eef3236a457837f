/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.lenet.Recipe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum as users write them, in small letters. */
final class Words {
  private Words() {}

  private static <E extends Enum<E>> E find(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + word
                    + "' is not one of "
                    + Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
  }

  /** For {@code --variant}. */
  static final class ToRecipe implements ITypeConverter<Recipe> {
    @Override
    public Recipe convert(String word) {
      return find(Recipe.class, word);
    }
  }

  /** For {@code --mode}. */
  static final class ToMode implements ITypeConverter<Mode> {
    @Override
    public Mode convert(String word) {
      return find(Mode.class, word);
    }
  }
}
