package u;

import java.util.*;
import org.gradsmith.annotation.*;

/** Records that hold what they are given, in collections of the method's own. */
public final class RecordsOfNumbers {
  record Point(double x, double y) {
    Point {
      if (Double.isNaN(x)) {
        throw new IllegalArgumentException("x is " + x);
      }
    }

    static Point of(double x) {
      return new Point(x, x);
    }
  }

  record Doubled(double x) {
    @Override
    public double x() {
      return 2 * x;
    }
  }

  @Differentiable
  static double given(Point p, List<Point> points) {
    List<Point> all = new ArrayList<>(points);
    all.add(Point.of(p.x()));
    all.sort(Comparator.comparingDouble(Point::x));
    double sum = Geometry.area(p) + new Doubled(p.y()).x();
    for (Point q : all) {
      sum += q.x() * q.y();
    }
    return p.equals(all.get(0)) ? sum : sum * p.x();
  }
}

final class Geometry {
  @Differentiable
  static double area(RecordsOfNumbers.Point p) {
    return p.x() * p.y();
  }
}
