package u.methods;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;

/** Captured wildcards, anonymous var, intersection types: in methods of their own and around them. */
public class Bodies {
  record Item(double weight, String name) {}

  @Differentiable
  static double wildcards(List<? extends Item> items, Map<String, ? extends List<? extends Item>> groups, double x) {
    double sum = 0;
    for (var item : items) {
      sum += item.weight() * x;
    }
    for (var entry : groups.entrySet()) {
      var list = entry.getValue();
      for (var item : list) sum += item.weight() * entry.getKey().length();
      var first = list.get(0);
      sum += first.weight();
    }
    var iterator = items.iterator();
    while (iterator.hasNext()) { var next = iterator.next(); sum += next.weight() * x; }
    Comparator<? super Item> order = Comparator.comparing(Item::name);
    var copy = new ArrayList<>(items);
    copy.sort(order);
    return sum + copy.get(0).weight();
  }

  static int elsewhere() {
    var o = new Object() { int k = 2; int twice() { return 2 * k; } };
    var l = Arrays.asList(1, "a", 2.0);
    var r = (Runnable & java.io.Serializable) () -> {};
    class Local<T extends Comparable<T>> { T t; }
    record Pair<A>(A a, A b) {}
    r.run();
    return o.twice() + l.size() + new Pair<>(1, 2).a();
  }

  static <T extends Number & Comparable<T>> int generic(T t) { return t.compareTo(t); }

  @Differentiable
  static double unnamed(double x, double _y) {
    int[] a = {1, 2};
    for (int _ : a) { x *= 1.5; }
    IntSupplier s = () -> 2;
    try (var _ = new java.io.StringReader("a")) { x += _y; }
    outer:
    for (int i = 0; ; i++) {
      for (int j = 0; j < 3; j++) {
        if (j == i) continue outer;
        if (i > 2) break outer;
        x += j * x;
      }
    }
    String text = """
        a "block" \
        of text\u0041
        """;
    char c = '\'';
    long big = 0xFFFF_FFFFL; int bin = 0b1010; float f = 1e-3f; double hex = 0x1.8p1;
    x += text.length() + c + big % 3 + bin + f * x + hex + (byte) 300 + (short) 7;
    return x * s.getAsInt() + (x > 0 ? x > 1 ? 1 : x : -x);
  }

  interface Visitor<R> { R visit(Item i); }
  enum Op { PLUS("+") { @Override double apply(double a, double b) { return a + b; } }, TIMES("*") { @Override double apply(double a, double b) { return a * b; } }; final String s; Op(String s) { this.s = s; } abstract double apply(double a, double b); }

  @Differentiable
  static double switches(double x, Op op, Object o, int k) {
    double y = switch (op) { case PLUS -> x + 1; case TIMES -> { double t = x; for (int i = 0; i < k; i++) t *= x; yield t; } };
    y += switch (o) { case null -> x; case String s when s.length() > 2 -> s.length() * x; case String s -> x * x; case Integer i -> i * x; case Item(var w, var n) -> w * n.length(); default -> 0; };
    switch (k) { case 1, 2: y *= 2; case 3: y += x; break; default: y -= x; }
    return switch (k % 3) { case 0 -> y; case 1 -> { if (y > 0) yield y * 2; yield y * 3; } default -> throw new IllegalStateException("k " + k + y); };
  }
}
