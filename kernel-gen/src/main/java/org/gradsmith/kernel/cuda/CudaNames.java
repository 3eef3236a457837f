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

  /** Functions that the compilers know, those of CUDA's guide and of the C library. */
  private static final Set<String> MATH =
      words(
          """
          abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh cospi
          cyl_bessel_i0 cyl_bessel_i1 div erf erfc erfcinv erfcx erfinv exp exp10 exp2 expm1 fabs
          fdim fdivide floor fma fmax fmin fmod frexp gamma hypot ilogb isfinite isinf isnan j0 j1
          jn labs ldexp lgamma llabs llmax llmin llrint llround log log10 log1p log2 logb lrint
          lround modf nan nearbyint nextafter norm norm3d norm4d normcdf normcdfinv pow rcbrt
          remainder remquo rhypot rint rnorm rnorm3d rnorm4d round rsqrt scalbln scalbn signbit sin
          sincos sincospi sinh sinpi sqrt tan tanh tgamma trunc ullmax ullmin umax umin y0 y1 yn
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
        || (name.endsWith("f") && MATH.contains(name.substring(0, name.length() - 1)))
        || KEYWORDS.contains(name);
  }
}
