/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradsmith.nn.io.Safetensors;
import org.gradsmith.tensor.Tensor;

/**
 * A training that can be gone on with. It is one safetensors file: the weights under PyTorch's
 * names, the optimizer's tensors behind {@code optimizer.}, the rest as metadata.
 *
 * @param plan what is being trained
 * @param data the digits in words, {@link DigitSets#describe}
 * @param position how far it is
 * @param weights state of the net
 * @param optimizer state of the optimizer
 */
public record Checkpoint(
    Plan plan,
    String data,
    Position position,
    Map<String, Tensor> weights,
    Map<String, Tensor> optimizer) {
  private static final String OPTIMIZER = "optimizer.";
  private static final String FORMAT = "format";
  private static final String LENET_1 = "gradsmith-lenet-1";
  private static final String RECIPE = "recipe";
  private static final String DATA = "data";
  private static final String EPOCHS = "epochs";
  private static final String BATCH_SIZE = "batch_size";
  private static final String SEED = "seed";
  private static final String LOG_EVERY = "log_every";
  private static final String EPOCH = "epoch";
  private static final String STEP = "step";
  private static final String IMAGES = "images";
  private static final String LOSS = "loss";
  private static final String CORRECT = "correct";
  private static final String RECENT_LOSS = "recent_loss";
  private static final String RECENT_BATCHES = "recent_batches";

  /** Writes the file in one piece: whoever reads it finds the old content or the new one. */
  void write(Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights);
    optimizer.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FORMAT, LENET_1);
    texts.put(RECIPE, plan.recipe().toString());
    texts.put(DATA, data);
    texts.put(EPOCHS, Integer.toString(plan.epochs()));
    texts.put(BATCH_SIZE, Integer.toString(plan.batchSize()));
    texts.put(SEED, Long.toString(plan.seed()));
    texts.put(LOG_EVERY, Integer.toString(plan.logEvery()));
    texts.put(EPOCH, Integer.toString(position.epoch()));
    texts.put(STEP, Integer.toString(position.step()));
    texts.put(IMAGES, Long.toString(position.images()));
    texts.put(LOSS, Double.toHexString(position.loss()));
    texts.put(CORRECT, Long.toString(position.correct()));
    texts.put(RECENT_LOSS, Double.toHexString(position.recentLoss()));
    texts.put(RECENT_BATCHES, Integer.toString(position.recentBatches()));
    Safetensors.save(file, tensors, texts);
  }

  /** Reads what {@link #write} wrote. */
  public static Checkpoint read(Path file) throws IOException {
    Safetensors.Content content = Safetensors.read(file);
    Map<String, String> texts = content.metadata();
    if (!LENET_1.equals(texts.get(FORMAT))) {
      throw new IOException(
          file
              + " holds tensors, but no LeNet training to go on with: its metadata lacks "
              + FORMAT
              + "="
              + LENET_1);
    }
    try {
      return parse(content.tensors(), new Texts(texts));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": damaged metadata: " + e.getMessage(), e);
    }
  }

  private static Checkpoint parse(Map<String, Tensor> tensors, Texts texts) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> optimizer = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> {
      if (name.startsWith(OPTIMIZER)) {
        optimizer.put(name.substring(OPTIMIZER.length()), tensor);
      } else {
        weights.put(name, tensor);
      }
    });
    Plan plan =
        new Plan(
            Recipe.valueOf(texts.of(RECIPE).toUpperCase(Locale.ROOT)),
            texts.intOf(EPOCHS),
            texts.intOf(BATCH_SIZE),
            Long.parseLong(texts.of(SEED)),
            texts.intOf(LOG_EVERY));
    Position position =
        new Position(
            texts.intOf(EPOCH),
            texts.intOf(STEP),
            Long.parseLong(texts.of(IMAGES)),
            Double.parseDouble(texts.of(LOSS)),
            Long.parseLong(texts.of(CORRECT)),
            Double.parseDouble(texts.of(RECENT_LOSS)),
            texts.intOf(RECENT_BATCHES));
    return new Checkpoint(plan, texts.of(DATA), position, weights, optimizer);
  }

  private record Texts(Map<String, String> byKey) {
    String of(String key) {
      String text = byKey.get(key);
      if (text == null) {
        throw new IllegalArgumentException("'" + key + "' is missing");
      }
      return text;
    }

    int intOf(String key) {
      return Integer.parseInt(of(key));
    }
  }
}
