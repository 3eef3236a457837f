/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.tensor.Primitives;
import org.junit.jupiter.api.Test;

/**
 * What annotated bodies may call is there for the code generated from them, and every row of the
 * table can be called from a body unless a reason is given here.
 */
class CompiledOpsTest {
  private static final List<ApiMethod> API = ApiMethod.all();

  /** Why no method of the API is exactly that row. */
  private static final Map<String, List<String>> WITHOUT_METHOD =
      Map.of(
          "derivative rules are made of it",
          List.of(
              "asStridedGrad",
              "attentionGrad",
              "cofactors",
              "cofactorsAlong",
              "conv2dGradInput",
              "conv2dGradWeight",
              "convNdGradInput",
              "convNdGradWeight",
              "cumsumBack",
              "decayedSumBack",
              "diagonalGrad",
              "divideBySize",
              "dropWhere",
              "equalShares",
              "expandDim",
              "indexSum",
              "innerOfMatrices",
              "keepWhere",
              "layerNormGrad",
              "layerNormGradInput",
              "linearGradInput",
              "linearGradWeight",
              "logSoftmaxGrad",
              "maskPositive",
              "maxPool2dGather",
              "maxPool2dGrad",
              "nllLossGrad",
              "permuteBack",
              "putOnly",
              "putSum",
              "reciprocalOfNorm",
              "reciprocalOrZero",
              "scaleMatrices",
              "scatterSum",
              "selectGrad",
              "shareGreater",
              "shiftEarlier",
              "sliceGrad",
              "softmaxGrad",
              "spread",
              "sumExcept",
              "unfoldGrad",
              "varDimGrad",
              "within",
              "zero"),
          "it works on rows or flat elements, into which a method arranges what it is given",
          List.of(
              "absPower",
              "all",
              "any",
              "argmin",
              "countNonzero",
              "cumsum",
              "decayedSum",
              "direction",
              "divideByCount",
              "extreme",
              "isNumber",
              "kthPlace",
              "medianPlace",
              "modePlace",
              "nanToZero",
              "oneOf",
              "put",
              "putValue",
              "rootOfPowers",
              "rootOfSquares",
              "rowOrder",
              "runningExtreme",
              "runningPeaks",
              "shiftLater",
              "sumTo"),
          "the method first looks at the dtype or the arguments and then chooses among ops",
          List.of(
              "bitwiseNot",
              "cholesky",
              "completeBasis",
              "isfinite",
              "isinf",
              "nanToNum",
              "pivotOrder",
              "polygamma",
              "pseudoInverse",
              "to"),
          "the method leaves the tensor where it is in memory; straight lines copy it",
          List.of("detach"),
          "there is a method for some values of its attribute only",
          List.of("besselI", "scaledBesselI"),
          "the method first broadcasts, or reshapes and checks the operands",
          List.of("bmm", "convNd", "solve", "solveLower", "solveUpper"),
          "attributes tell how the operand lies in memory, which is known at run time only",
          List.of("asStrided", "asStridedValues"),
          "which of its operands are there is known at run time only",
          List.of("layerNorm"),
          "its gradients are one kernel, which the reverse sweep would run for each operand",
          List.of("attention"),
          "several results carry gradients, and the reverse sweep follows one",
          List.of("eigh", "logAbsDet", "lu", "qr", "svd"));

  @Test
  void everyOpOfTheApiFitsItsRow() {
    assertFalse(API.isEmpty());
    List<String> misfits = new ArrayList<>();
    for (ApiMethod method : API) {
      Optional<Op> op = OpTable.find(method.row());
      if (op.isEmpty() || !fits(method, op.get())) {
        misfits.add(method + " does not fit " + method.row());
      }
    }
    assertEquals(List.of(), misfits);
  }

  private static boolean fits(ApiMethod method, Op op) {
    long operands =
        Arrays.stream(method.method().getParameterTypes()).filter(ApiMethod::isTensors).count();
    List<Class<?>> given = method.attributes();
    List<AttributeSpec> wanted = op.attributes();
    if (operands + (method.hasReceiver() ? 1 : 0) != op.operands().size()
        || given.size() > wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      boolean fits =
          i < given.size()
              ? accepts(wanted.get(i).kind(), given.get(i))
              : wanted.get(i).standard().isPresent();
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(AttributeSpec.Kind kind, Class<?> type) {
    return switch (kind) {
      case INT -> type == int.class || type == long.class || type == boolean.class || type.isEnum();
      case SHAPE -> type == long[].class || type == int[].class;
      case NUMBER -> type == double.class || type == long.class;
      case DTYPE -> type == DType.class;
    };
  }

  @Test
  void everyRowIsAPrimitive() {
    Set<String> primitives =
        Arrays.stream(Primitives.class.getMethods())
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toSet());
    Set<String> rows = OpTable.all().stream().map(Op::name).collect(Collectors.toSet());
    rows.removeAll(primitives);
    assertEquals(Set.of(), rows, "ops that generated code could not call");
  }

  @Test
  void everyRowCanBeCalledOrSaysWhyNot() {
    Set<String> expected = new TreeSet<>();
    OpTable.all().forEach(op -> expected.add(op.name()));
    API.forEach(method -> expected.remove(method.row()));
    Set<String> listed = new TreeSet<>();
    WITHOUT_METHOD.values().forEach(listed::addAll);
    assertEquals(expected, listed);
  }
}
