package u;

import java.util.*;
import org.gradsmith.annotation.*;

/** Records whose numbers would lose their derivatives. */
public final class RecordsOfNumbers {
  record Point(double x, double y) {
    Point(double x) {
      this(x, x);
    }
  }

  record Positive(double x) {
    Positive {
      x = Math.abs(x);
    }
  }

  record Doubled(double x) {
    Doubled(double x) {
      this.x = 2 * x;
    }
  }

  record Hidden(double x) {
    private Hidden {}
  }

  private static final List<Point> ALL = new ArrayList<>();
  private Point last;

  @Differentiable
  static double made(double x) {
    Point a = new Point(x);
//            ^^^^^^^^^^^^ AD102
    Positive b = new Positive(x);
//               ^^^^^^^^^^^^^^^ AD102
    Doubled c = new Doubled(x);
//              ^^^^^^^^^^^^^^ AD102
    return x;
  }

  @Differentiable
  double kept(Point p) {
    last = p;
//  ^^^^ AD106
    ALL.add(p);
//          ^ AD102
    return p.x();
  }

  @Differentiable
  static double given(Point p, List<Point> points) {
    double a = Geometry.area(p);
//             ^^^^^^^^^^^^^^^^ AD102
    Point b = Geometry.flipped(p);
//                             ^ AD102
    double c = points.stream().mapToDouble(Point::x).sum();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    points.forEach(q -> System.out.println(q.x()));
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    double d = Optional.of(p).map(q -> q.x()).get();
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    Geometry e = new Geometry(p);
//                            ^ AD102
    return a;
  }
}

final class Geometry {
  Geometry(RecordsOfNumbers.Point p) {}

  static double area(RecordsOfNumbers.Point p) {
    return p.x() * p.y();
  }

  static RecordsOfNumbers.Point flipped(RecordsOfNumbers.Point p) {
    return new RecordsOfNumbers.Point(p.y(), p.x());
  }
}
