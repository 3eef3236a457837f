/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class GraphSvgTest {
  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document document, String tag) {
    NodeList found = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static double value(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void aBoxPerNodeAndAnArrowPerEdge() throws Exception {
    Tensor a = Tensor.of(1.0, 2.0).requiresGrad(true);
    Tensor b = Tensor.of(3.0, 4.0).requiresGrad(true);
    Tensor loss = a.exp().mul(b).add(a).sum();
    String svg = Autograd.describeAsSvg(loss);
    assertEquals(svg, Autograd.describeAsSvg(loss));
    Document document = parsed(svg);
    List<Element> boxes = all(document, "rect");
    assertEquals(2 + 4, boxes.size());
    assertEquals(1 + 2 + 2 + 1, all(document, "path").size() - 1); // one draws the arrow's head
    List<String> texts = all(document, "text").stream().map(Element::getTextContent).toList();
    assertTrue(texts.containsAll(List.of("a = leaf", "%0 = exp", "%1 = mul")), texts.toString());
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(apart(boxes.get(i), boxes.get(j)), svg);
      }
    }
  }

  private static boolean apart(Element one, Element other) {
    return apart(one, other, "x", "width") || apart(one, other, "y", "height");
  }

  private static boolean apart(Element one, Element other, String start, String extent) {
    return value(one, start) + value(one, extent) <= value(other, start)
        || value(other, start) + value(other, extent) <= value(one, start);
  }

  @Test
  void textIsEscaped() throws Exception {
    GraphSvg.Box box = new GraphSvg.Box("a", List.of("List<&>"), false, List.of());
    Document document = parsed(GraphSvg.of(List.of(box)));
    assertEquals("List<&>", all(document, "text").getFirst().getTextContent());
  }

  @Test
  void aTensorWithoutGraphIsAnEmptyDrawing() throws Exception {
    assertEquals(0, all(parsed(Autograd.describeAsSvg(Tensor.of(1.0))), "rect").size());
  }
}
