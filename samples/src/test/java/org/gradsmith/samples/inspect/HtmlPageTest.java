/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class HtmlPageTest {
  private static final String SAMPLES = System.getProperty("java.class.path");
  private static final String NET =
      """
      package com.example;

      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.annotation.Shape;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.tensor.Tensor;

      final class Net extends UnaryModule {
        @Differentiable
        @Override
        public Tensor forward(@Shape("N, E") Tensor x) {
          return x.sigmoid().mul(x).tanh(); // <&>
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.gradsmith.samples.lenet.LeNetA",
        "org.gradsmith.samples.transformer.Block",
        "org.gradsmith.samples.lstm.LstmCell"
      })
  void pagesOfTheSamplesStandByThemselves(String name) throws Exception {
    Document page = parsed(page(SAMPLES, name));
    assertEquals(2, elements(page, "svg").size(), "a graph for each sweep");
    assertTrue(
        elements(page, "a").stream()
            .anyMatch(a -> a.getAttribute("href").matches("#m0-step-\\d+")));
    assertTrue(
        elements(page, "details").stream()
            .anyMatch(d -> d.getTextContent().contains("differentiated")));
  }

  /** A block of a transformer with its two norms, its attention and its layers. */
  @Test
  void whatAMethodCallsIsAddedUp() throws Exception {
    String text = page(SAMPLES, "org.gradsmith.samples.transformer.Block");
    assertTrue(
        text.contains("<td>attention</td><td><code>CausalAttention__forward</code></td>"), text);
    assertTrue(text.contains("12·N·T·T·heads + 72·N·T·features + 8·N·T + T·T"), text);
    try (ClassPath path = ClassPath.open(SAMPLES)) {
      String lines =
          String.join(
              "\n", Inspection.of(path, "org.gradsmith.samples.lstm.LstmCell").page(400, 800));
      assertTrue(
          lines.contains("4 times narrow (ViewMethods__narrow): kernels forward 0 -> 0"), lines);
      assertTrue(lines.contains("bytes kept: 20·N·size before fusion, 16·N·size after\n"), lines);
    }
  }

  @Test
  void aUsersJarShowsSourceLinesThatTheReportQuotes() throws Exception {
    Path jar = pack(compile());
    String text = page(jar + File.pathSeparator + SAMPLES, "com.example.Net");
    Document page = parsed(text);
    assertTrue(text.contains("com/example/Net.java was not found beside"), text);
    assertEquals(
        List.of("src-12"),
        elements(page, "div").stream()
            .map(d -> d.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList());
    assertTrue(text.contains("href=\"#cu-Net_5f_5fAD-sigmoidMulTanh\""), text);
    assertTrue(text.contains("id=\"cu-Net_5f_5fAD-sigmoidMulTanh\""), text);
    assertTrue(text.contains("<td>8·E·N</td><td>6·E·N</td>"), text);
    assertTrue(text.contains("<td>recomputed</td><td>sigmoid</td><td>4·E·N</td>"), text);
  }

  @Test
  void aReportThatIsBrokenSaysSo() throws Exception {
    Path classes = compile();
    Path report = classes.resolve("com/example/Net__AD.report");
    Files.writeString(report, "{\"format\": 7}");
    assertRefused(classes, "Net__AD.report has format 7");
    Files.writeString(report, "none");
    assertRefused(classes, "Net__AD.report is no report of the processor");
  }

  private void assertRefused(Path classes, String why) {
    Exception refused =
        assertThrows(
            InspectionException.class,
            () -> page(classes + File.pathSeparator + SAMPLES, "com.example.Net"));
    assertTrue(refused.toString().contains(why), refused.toString());
  }

  @Test
  void aPageReplacesAFileAndNeedsAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "before");
    HtmlPage.write("after", file);
    assertEquals("after", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
    Path nowhere = folder.resolve("none").resolve("page.html");
    Exception refused =
        assertThrows(InspectionException.class, () -> HtmlPage.write("after", nowhere));
    assertTrue(refused.toString().contains("give a file in a folder that is there"));
    refused = assertThrows(InspectionException.class, () -> HtmlPage.write("after", folder));
    assertTrue(refused.toString().contains("is a folder; give the name of a file in it"));
  }

  @Test
  void textStandsForItself() {
    assertEquals(
        "a&lt;b &amp;&amp; c&gt;\"d\uFFFD".replace("\"", "&quot;"), Markup.text("a<b && c>\"d\0"));
    assertEquals("cu-A_24B-k", Markup.id("cu", "A$B", "k"));
  }

  private static String page(String classPath, String name) throws IOException {
    try (ClassPath path = ClassPath.open(classPath)) {
      return HtmlPage.of(Inspection.of(path, name));
    }
  }

  /** The page as XML, in which every link has its target, once, and nothing is loaded. */
  private static Document parsed(String page) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    Set<String> ids = new HashSet<>();
    for (Element element : elements(document, "*")) {
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), "twice: " + element.getAttribute("id"));
      }
    }
    for (Element element : elements(document, "*")) {
      assertTrue(!element.hasAttribute("src"), "loads " + element.getAttribute("src"));
      String target = element.getAttribute("href");
      assertTrue(target.isEmpty() || ids.contains(target.substring(1)), "no target: " + target);
      assertTrue(target.isEmpty() || target.startsWith("#"), "leads away: " + target);
    }
    assertTrue(
        Set.of("script", "link", "img", "iframe").stream()
            .allMatch(tag -> elements(document, tag).isEmpty()));
    assertTrue(!page.contains("url(") && !page.contains("@import"), "the style loads something");
    return document;
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList found = document.getElementsByTagName(tag);
    return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
        .map(i -> (Element) found.item(i))
        .toList();
  }

  /** Compiles the net; the sources lie where nobody looks for them. */
  private Path compile() throws IOException {
    Path source = Files.createDirectories(folder.resolve("elsewhere")).resolve("Net.java");
    Files.writeString(source, NET);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String[] arguments = {
      "-processor",
      "org.gradsmith.processor.GradsmithProcessor",
      "-Agradsmith.quiet",
      "-nowarn",
      "-cp",
      SAMPLES,
      "-d",
      classes + "",
      source + ""
    };
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    return classes;
  }

  private Path pack(Path classes) throws IOException {
    Path jar = folder.resolve("net.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f) && !f.toString().endsWith(".java")).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        entries.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }
}
