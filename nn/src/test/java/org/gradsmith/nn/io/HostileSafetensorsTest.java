/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that nobody should accept: the cases of the reference implementation, and stricter ones.
 */
class HostileSafetensorsTest {
  private static final byte[] NO_DATA = {};

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String problem, byte[] content, String message) throws IOException {
    Path file = folder.resolve("hostile.safetensors");
    Files.write(file, content);
    SafetensorsFormatException thrown =
        assertThrows(SafetensorsFormatException.class, () -> Safetensors.load(file), problem);
    String text = String.valueOf(thrown.getMessage());
    assertTrue(text.contains(message), () -> problem + ": " + text);
    assertTrue(text.startsWith(file.toString()), text);
  }

  static Stream<Arguments> refused() {
    return Stream.of(lengths(), encodings(), grammar(), entries(), layout()).flatMap(s -> s);
  }

  private static Stream<Arguments> lengths() {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        refused("empty file", NO_DATA, "0 bytes are too few"),
        refused("seven bytes", new byte[7], "7 bytes are too few"),
        refused("header above the limit", Bytes.file(100_000_001, empty), "at most 100000000"),
        refused("header of 2^63 bytes", Bytes.file(Long.MIN_VALUE, empty), "9223372036854775808"),
        refused("header of 2^64-1 bytes", Bytes.file(-1, empty), "18446744073709551615"),
        refused("header longer than the file", Bytes.file(60, empty), "only 2 follow"),
        refused("header of no bytes", Bytes.file(0, NO_DATA), "must start with '{'"));
  }

  private static Stream<Arguments> encodings() {
    byte[] notUtf8 = {'{', '"', (byte) 0xff, '"', '}'};
    byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'};
    return Stream.of(
        refused("byte 0xff", Bytes.file(notUtf8.length, notUtf8), "not UTF-8 from its byte 2"),
        refused(
            "overlong form", Bytes.file(overlong.length, overlong), "not UTF-8 from its byte 2"),
        refused("half a surrogate pair", Bytes.file("{\"\\ud800\":1}"), "half a surrogate pair"),
        refused("byte order mark", Bytes.file("\ufeff{}"), "must start with '{'"));
  }

  private static Stream<Arguments> grammar() {
    return Stream.of(
        refused("no JSON", Bytes.file("{"), "expected '\"' to begin a tensor name, found the end"),
        refused("space before the brace", Bytes.file(" {}"), "must start with '{'"),
        refused("an array", Bytes.file("[]"), "must start with '{'"),
        refused("two objects", Bytes.file("{}{}"), "nothing but spaces"),
        refused("zero byte behind", Bytes.file("{}\0"), "nothing but spaces"),
        refused("comma at the end", Bytes.file("{\"__metadata__\":{},}"), "begin a tensor name"),
        refused("open string", Bytes.file("{\"a"), "the header ends inside a tensor name"),
        refused("control character", Bytes.file("{\"a\nb\":1}"), "control character"),
        refused("unknown escape", Bytes.file("{\"\\x\":1}"), "unknown escape"),
        refused("short escape", Bytes.file("{\"\\u12g4\":1}"), "four hexadecimal digits"),
        refused("tensor is a number", Bytes.file("{\"a\":1}"), "expected '{' to begin tensor 'a'"),
        refused("metadata is text", Bytes.file("{\"__metadata__\":\"x\"}"), "expected '{'"),
        refused("metadata of numbers", Bytes.file("{\"__metadata__\":{\"a\":1}}"), "expected '\"'"),
        refused(
            "metadata twice",
            Bytes.file("{\"__metadata__\":{},\"__metadata__\":{}}"),
            "__metadata__ occurs twice"),
        refused(
            "metadata key twice",
            Bytes.file("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}"),
            "has the key 'a' twice"),
        refused("deep nesting", Bytes.file("{\"a\":" + "[".repeat(100_000)), "expected '{'"));
  }

  private static Stream<Arguments> entries() {
    String i32 = "\"dtype\":\"I32\"";
    String offsets = "\"data_offsets\":[0,16]";
    return Stream.of(
        refused("empty entry", tensor(""), "expected '\"' to begin a key"),
        refused("no shape", tensor(i32 + "," + offsets), "must have dtype, shape"),
        refused("unknown key", tensor(i32 + ",\"x\":1"), "not 'x'"),
        refused("dtype twice", tensor(i32 + "," + i32), "once each, not 'dtype'"),
        refused("unknown dtype", entry("X32", "2,2", "0,16"), "dtype 'X32'; this library holds ["),
        refused("dtype we cannot hold", entry("F8_E4M3", "16", "0,16"), "dtype 'F8_E4M3'"),
        refused("one offset", entry("I32", "2,2", "16"), "must be two numbers"),
        refused("three offsets", entry("I32", "2,2", "0,16,32"), "must be two numbers"),
        refused("negative size", entry("I32", "-2,2", "0,16"), "expected an unsigned integer"),
        refused("fraction", entry("I32", "2.0,2", "0,16"), "is not an integer"),
        refused("exponent", entry("I32", "2e0,2", "0,16"), "is not an integer"),
        refused("leading zero", entry("I32", "02,2", "0,16"), "has a leading zero"),
        refused("size of 2^63", entry("I32", "9223372036854775808", "0,16"), "63 bits"),
        refused("size above 2^64", entry("I32", "2,18446744073709551614", "0,16"), "63 bits"),
        refused("product overflows", entry("I32", "2,9223372036854775807", "0,16"), "larger than"),
        refused("bytes overflow", entry("I32", "4611686018427387904", "0,16"), "larger than"),
        refused(
            "65 dimensions", entry("I32", "1,".repeat(64) + "1", "0,4"), "more than 64 numbers"));
  }

  private static Stream<Arguments> layout() {
    String two = "{\"a\":%s,\"b\":%s}";
    String first = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";
    String same = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";
    String overlap = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}";
    String hole = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[6,10]}";
    return Stream.of(
        refused("too few bytes for the shape", entry("I32", "2,2", "0,4"), "takes 16 bytes"),
        refused("end before begin", entry("I32", "2,2", "16,0"), "takes 16 bytes"),
        refused("data missing", entry("I32", "2,2", "0,16", 14), "truncated"),
        refused("data behind", entry("I32", "2,2", "0,16", 17), "followed by other bytes"),
        refused("starts late", entry("I32", "2,2", "4,20", 20), "there is a hole"),
        refused(
            "same name twice",
            Bytes.file("{\"a\":%s,\"a\":%s}".formatted(first, first), new byte[4]),
            "'a' occurs twice"),
        refused("same bytes twice", Bytes.file(two.formatted(first, same), new byte[4]), "overlap"),
        refused("overlap", Bytes.file(two.formatted(first, overlap), new byte[6]), "overlap"),
        refused("hole", Bytes.file(two.formatted(first, hole), new byte[10]), "there is a hole"),
        refused(
            "ten tensors on the same bytes", Bytes.file(manyOn(first), new byte[4]), "overlap"));
  }

  @Test
  void acceptsWhiteSpaceBehindTheHeader() throws IOException {
    assertEquals(0, load(Bytes.file("{}\r \t\n")));
  }

  @Test
  void acceptsTensorsWithoutElements() throws IOException {
    assertEquals(1, load(entry("I32", "2,0", "0, 0", 0)));
  }

  @Test
  void acceptsNumbersWithoutDimensions() throws IOException {
    assertEquals(1, load(entry("I32", "", "0,4", 4)));
  }

  private int load(byte[] content) throws IOException {
    Path file = folder.resolve("fine.safetensors");
    Files.write(file, content);
    return Safetensors.load(file).size();
  }

  private static String manyOn(String entry) {
    return IntStream.range(0, 10)
        .mapToObj(i -> "\"weight_%s\":%s".formatted(i, entry))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static byte[] entry(String dtype, String shape, String offsets) {
    return entry(dtype, shape, offsets, 16);
  }

  private static byte[] entry(String dtype, String shape, String offsets, int dataBytes) {
    String header =
        "{\"test\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s]}}"
            .formatted(dtype, shape, offsets);
    return Bytes.file(header, new byte[dataBytes]);
  }

  private static byte[] tensor(String body) {
    return Bytes.file("{\"test\":{" + body + "}}", new byte[16]);
  }

  private static Arguments refused(String problem, byte[] content, String message) {
    return Arguments.of(problem, content, message);
  }
}
