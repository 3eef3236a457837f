/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.ir.Method;

/**
 * Methods as text, one step a line:
 *
 * <pre>
 * ir 2
 * method "u.Net" forward @ "Net.java" 12 340 420 "public Tensor forward(Tensor x)"
 * self self "u.Net"
 * parameter x tensor "N, 256"
 * let fc1 object "org.gradsmith.nn.layer.Linear" = read self "u.Net" fc1 PRIVATE_FIELD "org.gradsmith.nn.layer.Linear" @ ...
 * let fc1Out tensor = call fc1 (x) hooks "org.gradsmith.nn.layer.Linear" @ ...
 * let relu tensor = apply relu (fc1Out) [] @ ...
 * return relu
 * </pre>
 *
 * In functions a number among the parameters is one that the caller gives: {@code parameter alpha
 * number DOUBLE ""}, and {@code given alpha} where an op reads it. {@code with "u.Net__swish"
 * "..."} names a function that has become part of the method, by its generated class, with its
 * hash.
 *
 * <p>A call names the class whose {@code forward} it runs, where that is known; the text does not
 * contain the callee.
 */
public final class IrText {
  /** Version of the format; part of the hash. */
  public static final int FORMAT = 2;

  private IrText() {}

  /** The text of a method. */
  public static String write(Method method) {
    return new IrWriter(true).write(method);
  }

  /**
   * The method behind a text.
   *
   * @param callees the {@code forward} of a class by the class's binary name, if it is known now
   * @throws UnreadableIr if the text is broken or of another format
   */
  public static Method read(String text, Function<String, Optional<Method>> callees) {
    return new IrReader(text, callees).read();
  }

  /**
   * SHA-256 of a method, in hexadecimal: equal for methods that compute the same in the same steps,
   * wherever they stand in a file.
   */
  public static String hash(Method method) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] text = new IrWriter(false).write(method).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
