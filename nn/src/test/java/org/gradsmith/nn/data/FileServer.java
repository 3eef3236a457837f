/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file under {@code /files/} on the loopback interface, with faults on request. */
final class FileServer implements AutoCloseable {
  private static final int ALL = Integer.MAX_VALUE;

  private final byte[] content;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean knowsRanges = true;
  private volatile int breakAt = ALL;
  private volatile int stallAt = ALL;

  FileServer(byte... content) throws IOException {
    this.content = content.clone();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/files/", this::answer);
  }

  void start() {
    server.start();
  }

  URI folder() {
    return folder("files");
  }

  URI folder(String name) {
    return URI.create("http://localhost:%s/%s/".formatted(server.getAddress().getPort(), name));
  }

  /** The Range headers of the requests so far, empty where there was none. */
  List<String> requests() {
    return List.copyOf(ranges);
  }

  void ignoreRanges() {
    knowsRanges = false;
  }

  /** Closes the next connection after so many bytes. */
  void breakAfter(int bytes) {
    breakAt = bytes;
  }

  /** Sends nothing more after so many bytes, on every connection. */
  void stallAfter(int bytes) {
    stallAt = bytes;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "" : range);
      int from = 0;
      if (range != null && knowsRanges) {
        from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange
            .getResponseHeaders()
            .add(
                "Content-Range",
                "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
        exchange.sendResponseHeaders(206, content.length - from);
      } else {
        exchange.sendResponseHeaders(200, content.length);
      }
      send(exchange.getResponseBody(), from);
    }
  }

  private void send(OutputStream body, int from) throws IOException {
    int broken = breakAt;
    breakAt = ALL;
    int end = Math.min(content.length, Math.min(broken, stallAt));
    if (end > from) {
      body.write(content, from, end - from);
      body.flush();
    }
    if (broken != ALL) {
      throw new IOException("the connection breaks here");
    }
    if (stallAt != ALL) {
      awaitClose();
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
