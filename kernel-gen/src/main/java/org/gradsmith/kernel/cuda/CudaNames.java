/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.Set;

/** Words that mean something in the text of a kernel, so that nothing can be named by them. */
final class CudaNames {
  /** What the text itself defines or uses. */
  private static final Set<String> OWN =
      words(
          """
          SCALAR INDEX ChannelWalk SliceWalk blockSum outer channels inner count stride first
          channel at i j main
          """);

  /** Names of CUDA C that Java does not reserve. */
  private static final Set<String> CUDA =
      words(
          """
          threadIdx blockIdx blockDim gridDim warpSize dim3 uint3 half min max clock printf malloc
          free memcpy memset
          """);

  /** Functions of the C library that the compilers know, those of kernels included. */
  private static final Set<String> MATH =
      words(
          """
          abs acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh div erf erfc exp exp2 expf
          expm1 fabs floor fma fmax fmin fmod gamma hypot isinf isnan j0 j1 jn ldexp lgamma log
          log10 log1p log2 logf modf nan norm pow remainder rint round rsqrt signbit sin sinh sqrt
          sqrtf tan tanh tanhf tgamma trunc y0 y1 yn
          """);

  /** Keywords of C++. */
  private static final Set<String> KEYWORDS =
      words(
          """
          alignas alignof and asm auto bitand bitor bool break case catch char class compl concept
          const constexpr continue decltype default delete do double else enum explicit export
          extern false float for friend goto if inline int long mutable namespace new noexcept not
          nullptr operator or private protected public register requires return short signed sizeof
          static struct switch template this throw true try typedef typeid typename union unsigned
          using virtual void volatile while xor
          """);

  private CudaNames() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  static boolean isReserved(String name) {
    return OWN.contains(name)
        || CUDA.contains(name)
        || MATH.contains(name)
        || KEYWORDS.contains(name);
  }
}
