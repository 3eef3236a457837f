/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected bytes were written by the Python package safetensors 0.8.0. */
class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void writesTheBytesOfTheReferenceForOneTensor() throws IOException {
    Path file = folder.resolve("one.safetensors");
    Safetensors.save(file, Map.of("weight", Tensor.of(1f, 2f)));
    String header = "{\"weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}     ";
    assertArrayEquals(
        Bytes.file(header, HexFormat.of().parseHex("0000803f00000040")), Files.readAllBytes(file));
  }

  @Test
  void writesTheBytesOfTheReferenceForNoTensor() throws IOException {
    Path file = folder.resolve("none.safetensors");
    Safetensors.save(file, Map.of());
    assertArrayEquals(Bytes.file("{}      "), Files.readAllBytes(file));
  }

  @Test
  void writesTheBytesOfTheReferenceForAllTypes() throws IOException {
    Path file = folder.resolve("all.safetensors");
    Safetensors.save(file, oneOfEachType(), Map.of("epoch", "3"));
    assertArrayEquals(Bytes.file(HEADER_OF_ALL_TYPES, DATA_OF_ALL_TYPES), Files.readAllBytes(file));
  }

  @Test
  void readsTheBytesOfTheReference() throws IOException {
    Path file = folder.resolve("all.safetensors");
    Files.write(file, Bytes.file(HEADER_OF_ALL_TYPES, DATA_OF_ALL_TYPES));
    Safetensors.Content content = Safetensors.read(file);
    assertEquals(Map.of("epoch", "3"), content.metadata());
    Map<String, Tensor> expected = oneOfEachType();
    assertEquals(expected.keySet(), content.tensors().keySet());
    content
        .tensors()
        .forEach((name, tensor) -> {
          Tensor wanted = expected.getOrDefault(name, tensor);
          assertEquals(wanted.dtype(), tensor.dtype(), name);
          assertArrayEquals(wanted.shape(), tensor.shape(), name);
          assertArrayEquals(wanted.toDoubleArray(), tensor.toDoubleArray(), name);
        });
  }

  @Test
  void keepsEveryBitOfFloats() throws IOException {
    float[] values = {
      Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7fc12345)
    };
    Path file = folder.resolve("bits.safetensors");
    Safetensors.save(file, Map.of("x", Tensor.of(values)));
    float[] loaded = Safetensors.load(file).values().iterator().next().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(loaded[i]));
    }
  }

  @Test
  void writesViewsByTheirElements() throws IOException {
    Tensor matrix = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Path file = folder.resolve("views.safetensors");
    Map<String, Tensor> views = new LinkedHashMap<>();
    views.put("row", matrix.select(0, 1));
    views.put("transposed", matrix.t());
    Safetensors.save(file, views);
    Map<String, Tensor> loaded = Safetensors.load(file);
    assertEquals(List.of("row", "transposed"), List.copyOf(loaded.keySet()));
    assertArrayEquals(new float[] {4, 5, 6}, loaded.getOrDefault("row", matrix).toFloatArray());
    assertArrayEquals(
        new float[] {1, 4, 2, 5, 3, 6}, loaded.getOrDefault("transposed", matrix).toFloatArray());
  }

  @Test
  void replacesAnExistingFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(file, Map.of("x", Tensor.of(1f)));
    Safetensors.save(file, Map.of("y", Tensor.of(2f)));
    assertEquals(List.of("y"), List.copyOf(Safetensors.load(file).keySet()));
    assertEquals(List.of("model.safetensors"), names());
  }

  @Test
  void leavesTheOldFileAndNoOtherIfWritingFails() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(file, Map.of("x", Tensor.of(1f)));
    byte[] before = Files.readAllBytes(file);
    AtomicFile.Content failing =
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
          throw new IOException("disk full");
        };
    IOException thrown = assertThrows(IOException.class, () -> AtomicFile.write(file, failing));
    assertEquals("disk full", thrown.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of("model.safetensors"), names());
  }

  @Test
  void refusesTheNameThatTheFormatKeeps() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Safetensors.save(
                    folder.resolve("x.safetensors"), Map.of("__metadata__", Tensor.of(1f))));
    assertTrue(String.valueOf(thrown.getMessage()).contains("keeps that name"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Map<String, Tensor> oneOfEachType() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensor.of(1.5f, -2f));
    tensors.put("a", Tensor.of(new long[][] {{1, 2}, {3, 4}}));
    tensors.put("z", Tensor.of(new int[] {1, 0, 1}).to(DType.BOOL));
    tensors.put("\u00e4\"\\\n", Tensor.scalar(0.5));
    tensors.put("e", Tensor.zeros(2, 0));
    tensors.put("h", Tensor.of(1f).to(DType.BFLOAT16));
    tensors.put("f16", Tensor.of(1f).to(DType.FLOAT16));
    tensors.put("i8", Tensor.of(new int[] {-1}).to(DType.INT8));
    tensors.put("u8", Tensor.of(new int[] {255}).to(DType.UINT8));
    tensors.put("i32", Tensor.of(new int[] {7}));
    tensors.put("i16", Tensor.of(new int[] {-2}).to(DType.INT16));
    return tensors;
  }

  private static final String HEADER_OF_ALL_TYPES =
      """
      {"__metadata__":{"epoch":"3"},"a":{"dtype":"I64","shape":[2,2],"data_offsets":[0,32]},\
      "\u00e4\\"\\\\\\n":{"dtype":"F64","shape":[],"data_offsets":[32,40]},\
      "b":{"dtype":"F32","shape":[2],"data_offsets":[40,48]},\
      "e":{"dtype":"F32","shape":[2,0],"data_offsets":[48,48]},\
      "i32":{"dtype":"I32","shape":[1],"data_offsets":[48,52]},\
      "h":{"dtype":"BF16","shape":[1],"data_offsets":[52,54]},\
      "f16":{"dtype":"F16","shape":[1],"data_offsets":[54,56]},\
      "i16":{"dtype":"I16","shape":[1],"data_offsets":[56,58]},\
      "i8":{"dtype":"I8","shape":[1],"data_offsets":[58,59]},\
      "u8":{"dtype":"U8","shape":[1],"data_offsets":[59,60]},\
      "z":{"dtype":"BOOL","shape":[3],"data_offsets":[60,63]}}\
      """
          + "    ";

  private static final byte[] DATA_OF_ALL_TYPES =
      HexFormat.of()
          .parseHex(
              "0100000000000000020000000000000003000000000000000400000000000000"
                  + "000000000000e03f"
                  + "0000c03f000000c0"
                  + "07000000"
                  + "803f"
                  + "003c"
                  + "feff"
                  + "ff"
                  + "ff"
                  + "010001");
}
