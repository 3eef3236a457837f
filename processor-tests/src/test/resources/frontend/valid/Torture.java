package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Local and anonymous classes, intersection types, captured wildcards, streams, an inner module. */
public class Torture {
  Runnable field =
      () -> {
        Object o =
            new Object() {
              @Override
              public String toString() {
                return "a";
              }
            };
        System.out.println(o);
      };

  static {
    class S {}
    new S();
  }

  class Inner extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(2).relu();
    }

    Tensor scaled(Tensor x) {
      return x.mul(Torture.this.k);
    }
  }

  double k;

  @SafeVarargs
  public final <U extends Object & Comparable<U>> Tensor g(
      Tensor x, List<? extends Tensor> list, Map<String, ? super U> sink, U... us) {
    class Loc {
      Tensor q = x;

      Tensor z() {
        return q.mul(k);
      }
    }
    record R(int a, Tensor b) {}
    enum E {
      P,
      Q
    }
    interface I {
      Tensor m(Tensor t);
    }
    I i = t -> t.add(new Loc().z()).relu();
    var records = new ArrayList<>(List.of(new R(1, x)));
    for (var r : records) {
      i.m(r.b());
    }
    Supplier<Supplier<Tensor>> twice =
        () ->
            () -> {
              var y = i.m(x);
              return y;
            };
    var result =
        switch (E.P) {
          case P -> 1.0f;
          case Q -> 2f;
        };
    try {
      twice.get().get();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw e;
    } finally {
      k++;
    }
    int[][] array = {{1}, {2}};
    array[0][0]++;
    k += array[1][0] << 2;
    var comparator = Comparator.comparing((Tensor t) -> t.dim()).thenComparing(t -> t.numel());
    String text = "a" + k + result;
    assert k > 0 : text;
    Function<Integer, Tensor[]> make = Tensor[]::new;
    var anonymous =
        new Object() {
          int hidden = 3;
        };
    anonymous.hidden++;
    for (U u : us) {
      sink.put(text, u);
    }
    return make.apply(1).length > 0
        ? x
        : list.stream().filter(t -> t.dim() > 1).map(Tensor::relu).min(comparator).orElseThrow();
  }
}
