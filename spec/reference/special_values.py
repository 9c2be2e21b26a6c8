# Special functions by mpmath at given doubles: values for spec/special-kernels.spec.ts, derivatives for spec/special.spec.ts.
#
#   python3 spec/reference/special_values.py > spec/reference/special_values.json
#   python3 spec/reference/special_values.py derivatives > spec/reference/special_derivatives.json
#
# More arguments name the functions that are wanted.
#
# Arguments are exact doubles. Values are computed with at least 40 digits and rounded once to the nearest double.
# Each point is [...arguments, value, condition]; condition is the sum over the real arguments of |x·f′(x)/f(x)|.

import json, random, sys
from mpmath import mp, mpf, mpc, inf, nan, pi, sqrt, exp, log, quad, diff, isnan, isinf

mp.dps = 50
R = random.Random(20240607)

def logs(lo, hi, n):                                 # n doubles, spread evenly in the logarithm
    a, b = mp.log(lo), mp.log(hi)
    return [float(mp.exp(a + (b - a) * (i + mpf(R.random())) / n)) for i in range(n)]

def flat(lo, hi, n):                                 # n doubles, spread evenly
    return [lo + (hi - lo) * (i + R.random()) / n for i in range(n)]

def both(xs): return [s * x for x in xs for s in (1, -1)]

TINY = [5e-324, 1.5e-310, 2.2250738585072014e-308, 1e-300, 1e-160, 1e-20, 1e-9]

# ---------------------------------------------------------------------------------------------- definitions

def erfcx(x):
    if x > 1e8:
        return sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(mp.dps // 12)) / (x * sqrt(pi))
    with mp.workdps(mp.dps + 30): return exp(x * x) * mp.erfc(x)

def erfcx_n(n, x):                                   # dⁿ/dxⁿ erfcx = (2/√π) ∫ (−2s)ⁿ exp(−s² − 2xs) ds
    with mp.workdps(70): return (-1) ** n * exp(x * x / 2) * mp.pcfu(n + mpf(1) / 2, x * sqrt(2)) * sqrt(2 / pi) * mp.sqrt(2) ** n * mp.factorial(n)

def erfcinv(y):
    if y > 0.5: return mp.erfinv(1 - y)
    t = sqrt(-log(y * sqrt(pi)))
    for _ in range(200):                             # Newton for log erfc(t) = log y
        c = mp.erfc(t); step = (log(c) - log(y)) * c * sqrt(pi) / 2 * exp(t * t); t += step
        if abs(step) < mpf(10) ** (-mp.dps + 5) * abs(t): break
    return t

def normcdf(x): return mp.erfc(-x / sqrt(mpf(2))) / 2
def normpdf(x): return exp(-x * x / 2) / sqrt(2 * pi)
def normquantile(p): return -sqrt(mpf(2)) * erfcinv(2 * p)

def lgamma(x):
    return mp.re(mp.loggamma(x)) if x > 0 else log(abs(mp.gamma(x)))

def polygamma(n, x): return mp.psi(int(n), x)
def polygammaStep(n, x, h):
    with mp.workdps(50 + 30): return mp.psi(int(n), x + h) - mp.psi(int(n), x) if abs(h) > 1e-25 * x else h * mp.psi(int(n) + 1, x)

def lbeta(a, b):
    s, l = (a, b) if a < b else (b, a)
    with mp.workdps(mp.dps + 40): return mp.loggamma(s) + (mp.loggamma(l) - mp.loggamma(l + s))

def binomial(n, k):
    with mp.workdps(mp.dps + 40): return mp.gamma(n + 1) / mp.gamma(k + 1) / mp.gamma(n - k + 1)

def P_series(a, x):                                  # xᵃ e⁻ˣ Σ xᵏ / Γ(a+k+1)
    t = s = mpf(1); k = 0
    while t > s * mpf(10) ** (-mp.dps): k += 1; t = t * x / (a + k); s += t
    return s * exp(a * log(x) - x - mp.loggamma(a + 1))
def Q_fraction(a, x):                                # Legendre's continued fraction, evaluated forwards (Lentz)
    b = x + 1 - a; c = mpf(10) ** 500; d = 1 / b; h = d; i = 0
    while True:
        i += 1; an = -i * (i - a); b += 2; d = 1 / (an * d + b); c = b + an / c; h *= d * c
        if abs(d * c - 1) < mpf(10) ** (-mp.dps): break
    return h * exp(a * log(x) - x - mp.loggamma(a))
def P(a, x): return P_series(a, x) if x < a + 1 or x < 2 else 1 - Q(a, x)
def Q(a, x):
    if x >= a + 1 and x >= 2: return Q_fraction(a, x)
    with mp.workdps(mp.dps + 40): return 1 - P_series(a, x)
def gammaDensity(a, x): return exp((a - 1) * log(x) - x - mp.loggamma(a))
def P_a(n, a, x): return mp.diff(lambda t: P(t, x), a, int(n)) if x < a + 1 or x < 2 else -Q_a(n, a, x)
def Q_a(n, a, x): return mp.diff(lambda t: Q(t, x), a, int(n))

def I_series(x, a, b):                               # xᵃ (1−x)ᵇ / (a B(a,b)) · 2F1(a+b, 1; a+1; x)
    t = s = mpf(1); k = 0
    while abs(t) > s * mpf(10) ** (-mp.dps): t = t * (a + b + k) / (a + 1 + k) * x; k += 1; s += t
    return s * exp(a * log(x) + b * mp.log1p(-x) - lbeta(a, b)) / a
def I(x, a, b):
    if x <= (a + 1) / (a + b + 2): return I_series(x, a, b)
    with mp.workdps(mp.dps + 40): return 1 - I_series(1 - x, b, a)
def betaDensity(x, a, b): return exp((a - 1) * log(x) + (b - 1) * mp.log1p(-x) - lbeta(a, b))
def I_ab(m, n, x, a, b):
    m, n = int(m), int(n)
    return mp.diff(lambda s, t: I(x, s, t), (a, b), (m, n))

def sinc_n(n, x):                                    # ∫₀¹ tⁿ cos(xt + nπ/2) dt
    n = int(n)
    if x == 0: return mpf(0) if n % 2 else mpf((-1) ** (n // 2)) / (n + 1)
    if abs(x) > 1e-3:
        with mp.workdps(120):
            f = mp.sin(x) / x
            for k in range(1, n + 1): f = (mp.sin(x + k * pi / 2) - k * f) / x
            return +f
    return sum((-1) ** k * x ** (2 * k - n) * mp.ff(2 * k, n) / mp.factorial(2 * k + 1) for k in range((n + 1) // 2, n + 12))
def sincPi_n(n, x):
    with mp.workdps(120): return pi ** int(n) * sinc_n(n, pi * x)

def zeta_n(n, s):
    n = int(n)
    if n == 0: return mp.zeta(s)
    if s > 40: return sum((-mp.log(k)) ** n * mpf(k) ** -s for k in range(2, 40))
    return mp.zeta(s, 1, n) if s > 1.5 else mp.diff(mp.zeta, s, n) if abs(s - 1) > 1e-3 else mp.diff(lambda t: mp.zeta(t) - 1 / (t - 1), s, n) + (-1) ** n * mp.factorial(n) / (s - 1) ** (n + 1)

def softplus(x): return mp.log1p(exp(x)) if x > -100 else exp(x)
def logexpm1(x): return log(mp.expm1(x)) if x > 1e-40 else log(x)
def logcosh(x): return mp.log1p(2 * mp.sinh(x / 2) ** 2) if abs(x) < 1 else log(mp.cosh(x))
def logaddexp(x, y):
    with mp.workdps(mp.dps + (750 if abs(x - y) < 1600 and max(x, y) < 0 else 10)): return max(x, y) + mp.log1p(exp(-abs(x - y)))
def logit(p):
    with mp.workdps(mp.dps + 350): return log(p / (1 - p))
def sigmoid(x): return 1 / (1 + exp(-x))
def sinpi(x): return mp.sinpi(x)
def bessel(f, n, x): return f(int(n), x)
def E1(x): return mp.e1(x)
def ellipk_n(n, m): return mp.diff(mp.ellipk, m, int(n)) if n else mp.ellipk(m)
def ellipe_n(n, m): return mp.diff(mp.ellipe, m, int(n)) if n else mp.ellipe(m)
def logerfc(x): return mp.log1p(-mp.erf(x)) if abs(x) < 1 else log(mp.erfc(x))

# ---------------------------------------------------------------------------------------------- functions and points

TABLE = {}
def table(name, f, points, fixed=0): TABLE[name] = (f, points, fixed)    # the first `fixed` arguments are integers

small = TINY + logs(1e-8, 1e-2, 8)
table('erf',     mp.erf,   both(small + flat(0.01, 6.5, 60)) + [0.0, 7.0, 30.0, 1e300])
table('erfc',    mp.erfc,  both(small + flat(0.01, 6.5, 60)) + flat(6, 26.6, 40) + [0.0, 26.2, 27.2])
table('erfcx',   erfcx,    both(small + flat(0.01, 6.5, 40)) + flat(-26.5, 0, 20) + logs(6, 1e8, 25) + [1e150, 1e300, 0.0])
table('erfcxDerivative', erfcx_n, [(n, x) for n in (0, 1, 2, 3, 5, 8) for x in TINY[4:] + flat(-20, 0, 8) + flat(0, 5, 12) + logs(5, 1e4, 10)], 1)
table('erfinv',  mp.erfinv, both(small + flat(0.01, 0.999, 40) + [1 - x for x in logs(1e-15, 1e-3, 20)]) + [0.0])
table('erfcinv', erfcinv,  TINY + logs(1e-307, 1e-3, 40) + flat(0.001, 1.999, 60) + [2 - x for x in logs(1e-15, 1e-3, 10)])
table('logerfc', logerfc,  both(small[3:] + flat(0.01, 6, 30)) + logs(6, 26, 10))
table('normcdf', normcdf,  both(small + flat(0.01, 8, 40)) + [-x for x in flat(8, 38, 30)] + [0.0])
table('normpdf', normpdf,  small + flat(0.01, 38, 60) + [0.0])
table('normquantile', normquantile, TINY + logs(1e-307, 1e-3, 40) + flat(0.001, 0.999, 60) + [1 - x for x in logs(1e-15, 1e-3, 10)])
table('dawson',  lambda x: sqrt(pi) / 2 * exp(-x * x) * mp.erfi(x), both(small + flat(0.01, 12, 50)) + logs(12, 1e4, 10))
table('erfi',    mp.erfi,  both(small + flat(0.01, 26, 50)))

table('gamma',   mp.gamma, both(small[3:]) + flat(0.01, 3, 30) + flat(3, 171.6, 60) + flat(-20, 0, 60) + flat(-184, -20, 30) + [-x + y for x in (0, 1, 2, 5, 20) for y in (1e-10, -1e-10, 1e-4, -1e-4)])
table('lgamma',  lgamma,   both(small) + flat(0.01, 3, 40) + [1 + 1e-9, 1 - 1e-9, 2 - 1e-9, 2 + 1e-9] + logs(3, 1e6, 40) + [1e15, 1e100, 1e300] + flat(-20, 0, 60) + flat(-1000, -20, 20))
table('digamma', mp.digamma, both(small[3:]) + flat(0.01, 3, 40) + logs(3, 1e6, 40) + [1e15, 1e100, 1e300] + flat(-20, 0, 60) + [-x + y for x in (1, 2, 5, 20) for y in (1e-10, -1e-10)])
table('polygamma', polygamma, [(n, x) for n in (1, 2, 3, 4, 7, 12) for x in logs(1e-20, 1e-2, 6) + flat(0.01, 30, 20) + logs(30, 1e6, 10) + flat(-15, 0, 16) + [0.5, 1.0, 1.5, -0.5, -1.5]]
                           + [(1, x) for x in [1e-150, 1e100, 1e300] + both(logs(1e-9, 1e-1, 5)) + flat(-4, 0, 20) + flat(0, 20, 30)] + [(30, 5.5), (60, 2.25), (25, 100.0)], 1)
table('polygammaStep', polygammaStep, [(n, x, h) for n in (0, 1, 2, 3) for x in logs(1e-6, 1e6, 14) for h in logs(1e-12, 1e6, 6) + [-x * R.random() * 0.9]], 1)
table('factorial', lambda x: mp.gamma(x + 1), both(small) + [float(k) for k in (0, 1, 2, 5, 20, 22, 100, 170)] + flat(0, 170.6, 50) + flat(-10, 0, 40))

corner = [0.001, 0.3, 1.0, 2.5, 17.0, 300.0]
table('beta',    mp.beta,  [(a, b) for a in corner for b in corner] + [(a, b) for a in logs(1e-8, 1e3, 8) for b in logs(1e-8, 1e3, 8)])
table('lbeta',   lbeta,    [(a, b) for a in corner for b in corner] + [(a, b) for a in logs(1e-8, 1e8, 10) for b in logs(1e-8, 1e8, 10)])
table('binomial', binomial, [(5., 2.), (10., 5.), (50., 25.), (100., 3.), (1000., 10.), (5.5, 2.25), (0.5, 3.), (-0.5, 3.), (60., 30.), (1000.5, 20.25), (3., 2.9999), (12., 0.), (12., 12.), (3., 0.1), (200.5, 100.25), (-3.5, 4.), (4., 5.5)])

ax = [(a, x) for a in logs(1e-6, 1e3, 16) for x in [a * t for t in (1e-3, 0.1, 0.5, 0.9, 1.0, 1.1, 1.5, 3, 10) if a * t < 600]] + [(a, x) for a in logs(1e-5, 1, 6) for x in logs(1e-8, 50, 10)] + [(0.5, 0.1), (1., 1.), (10., 700.)]
ax += [(a, a + t * a ** 0.5) for a in logs(26, 2e4, 8) for t in (-5, -1, -0.01, 0, 0.01, 1, 5)]
table('gammainc',  P, ax)
table('gammaincc', Q, ax)
table('gammaDensity', gammaDensity, ax + [(1e6, 1e6), (1e6, 1.001e6), (1e10, 1e10)])
few = ax[::7] + [(0.5, 1e-5), (3.5, 1e-5), (0.01, 2.), (0.01, 20.), (10., 3.), (10., 30.)]
table('gammaincDerivative',  P_a, [(n, a, x) for n in (1, 2, 3) for a, x in few], 1)
table('gammainccDerivative', Q_a, [(n, a, x) for n in (1, 2, 3) for a, x in few], 1)

xab = [(x, a, b) for a in (0.01, 0.5, 1.0, 2.5, 30.0, 300.0) for b in (0.02, 0.5, 1.0, 3.5, 25.0, 400.0) for x in [1e-8, 0.03, 0.3, 0.6, 0.97] + [a / (a + b), a / (a + b) * 1.05] if x < 1]
table('betainc', I, xab)
table('betaDensity', betaDensity, xab + [(0.5, 1e5, 1e5), (0.3, 3e6, 7e6), (1e-9, 2.5, 1e9)])
table('betaincDerivative', I_ab, [(m, n, x, a, b) for m, n in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2)) for x, a, b in xab[::9]] + [(m, n, 0.4, 2.5, 3.5) for m, n in ((3, 0), (2, 1), (1, 2), (0, 3))], 2)

bx = TINY[3:] + logs(1e-6, 0.1, 6) + flat(0.1, 30, 60) + logs(30, 1e5, 20) + [1e10]
table('besselj', lambda n, x: bessel(mp.besselj, n, x), [(0, x) for x in both(bx)] + [(1, x) for x in both(bx)] + [(n, x) for n in (2, 3, 7, 20, 60) for x in logs(1e-3, 1, 4) + flat(1, 80, 24) + [500., 1e4]] + [(-3, 2.5), (3, -2.5), (150, 120.), (150, 160.)], 1)
table('bessely', lambda n, x: bessel(mp.bessely, n, x), [(0, x) for x in bx] + [(1, x) for x in bx] + [(n, x) for n in (2, 3, 7, 20, 60) for x in logs(1e-3, 1, 4) + flat(1, 80, 24) + [500., 1e4]] + [(-3, 2.5), (150, 120.)], 1)
bi = TINY[3:] + logs(1e-6, 0.1, 6) + flat(0.1, 40, 60) + flat(40, 690, 15)
table('besseli', lambda n, x: bessel(mp.besseli, n, x), [(0, x) for x in both(bi)] + [(1, x) for x in both(bi)] + [(n, x) for n in (2, 3, 7, 20, 60) for x in logs(1e-3, 1, 4) + flat(1, 80, 24) + [300.]] + [(-3, 2.5), (3, -2.5)], 1)
table('besselk', lambda n, x: bessel(mp.besselk, n, x), [(0, x) for x in bi] + [(1, x) for x in bi] + [(n, x) for n in (2, 3, 7, 20, 60) for x in logs(1e-3, 1, 4) + flat(1, 80, 24) + [300.]] + [(-3, 2.5)], 1)

table('zetaDerivative', zeta_n, [(0, s) for s in [1 + x for x in logs(1e-9, 1, 12)] + flat(1, 60, 40) + flat(0, 0.999, 14) + flat(-20, 0, 30) + [1e-300, -1e-10, -60.5, -150.3]]
                              + [(n, s) for n in (1, 2, 3, 4) for s in [1 + x for x in logs(1e-6, 1, 6)] + flat(1, 50, 14) + [100.0] + flat(0, 0.99, 5) + flat(-9, 0, 9)], 1)
edge = float(-exp(mpf(-1)))
table('lambertw', lambda x: mp.lambertw(x).real, both(small) + flat(-0.36, 0, 30) + [edge + x for x in logs(1e-15, 1e-2, 20)] + logs(0.01, 1e6, 40) + [1e20, 1e100, 1e300, 1.7e308])
table('lambertwm1', lambda x: mp.lambertw(x, -1).real, [-x for x in small[2:]] + flat(-0.36, 0, 30) + [edge + x for x in logs(1e-15, 1e-2, 20)])

table('sincDerivative',   sinc_n,   [(n, x) for n in (0, 1, 2, 3, 4, 7, 12) for x in [0.0] + both(TINY[3:5]) + both(logs(1e-8, 1e-1, 5)) + flat(0.1, 20, 20) + logs(20, 1e6, 8)], 1)
table('sincPiDerivative', sincPi_n, [(n, x) for n in (0, 1, 2, 3, 4, 7) for x in [0.0] + both(TINY[3:5]) + both(logs(1e-8, 1e-1, 5)) + flat(0.1, 8, 20) + logs(8, 1e5, 8) + [1.0, 2.0, 5.0, 0.5]], 1)
table('logit',    logit,   TINY + logs(1e-8, 1e-1, 10) + flat(0.1, 0.999, 40) + [0.5 + x for x in both(logs(1e-15, 1e-2, 10))] + [1 - x for x in logs(1e-15, 1e-2, 8)])
table('sigmoid',  sigmoid, both(small + flat(0.1, 40, 30)) + flat(-744, -40, 20) + [0.0])
table('softplus', softplus, both(small + flat(0.1, 40, 30)) + flat(-744, -40, 20) + logs(40, 1e300, 8) + [0.0])
table('logexpm1', logexpm1, small + flat(0.1, 40, 40) + logs(40, 1e300, 8))
table('logcosh',  logcosh, both(small[4:] + flat(0.01, 40, 40)) + logs(40, 1e5, 8))
table('logaddexp', logaddexp, [(x, y) for x in (-700.5, -3.25, -0.5, 0.0, 0.3, 12.5, 800.0) for y in (-701.5, -20.0, -1.5, 0.0, 0.25, 12.0, 801.0)])
table('sinpi',    mp.sinpi, both(small + flat(0.01, 4, 40)) + logs(4, 1e15, 20))
table('cospi',    mp.cospi, both(small[3:] + flat(0.01, 4, 40)) + logs(4, 1e15, 20))
table('expint',   E1,      TINY + logs(1e-8, 0.1, 10) + flat(0.1, 5, 40) + logs(5, 700, 30))
table('ei',       mp.ei,   TINY + logs(1e-8, 0.1, 10) + flat(0.1, 5, 40) + logs(5, 700, 30))
table('si',       mp.si,   both(small + flat(0.1, 20, 40)) + logs(20, 1e5, 10))
table('ci',       mp.ci,   small + flat(0.1, 20, 40) + logs(20, 1e5, 10))
ms = [0.0, 1e-300, 1e-10] + flat(-1, 1, 30) + [-x for x in logs(1, 1e6, 8)] + [1 - x for x in logs(1e-15, 1e-1, 8)]
table('ellipkDerivative', ellipk_n, [(0, m) for m in ms] + [(n, m) for n in (1, 2, 3) for m in [0.0, 1e-10, -0.5] + flat(-5, 0.99, 14)], 1)
table('ellipeDerivative', ellipe_n, [(0, m) for m in ms] + [(n, m) for n in (1, 2, 3) for m in [0.0, 1e-10, -0.5] + flat(-5, 0.99, 14)], 1)

table('log1mexp', lambda x: log(-mp.expm1(x)), [-x for x in small + flat(0.1, 40, 30)])
table('log1psq', lambda x: mp.log1p(x * x) if abs(x) > 1e-20 else x * x, both(small + logs(0.01, 1e300, 20)))
table('logerfcx', lambda x: log(erfcx(x)), both(logs(1e-8, 1e-2, 4) + flat(0.01, 20, 20)) + logs(20, 1e100, 8) + [-1e5])
def hurwitz(n, s, a):
    with mp.workdps(mp.dps + 90): return mp.zeta(s, a, int(n))
table('hurwitzDerivative', hurwitz, [(n, s, a) for n in (0, 1, 2) for s in [1 + x for x in logs(1e-4, 1, 3)] + flat(1, 20, 5) for a in logs(1e-2, 1e3, 7) + [0.5, 1., 2.]], 1)

# ---------------------------------------------------------------------------------------------- derivatives of rows

ONE, TWO, THREE = {}, {}, {}                         # by the number of arguments that move

tiny = [1e-300, 1e-160, 1e-20, 1e-8]
def fixed(f, n): return lambda x: f(n, x)
ONE['erf']     = (mp.erf,     both([1e-300, 1e-20, 1e-5] + flat(0.01, 6, 10)) + [8.5, 15.0, 26.0, 0.0])
ONE['erfc']    = (mp.erfc,    both([1e-300, 1e-20, 1e-5] + flat(0.01, 6, 10)) + [8.5, 15.0, 26.0, 0.0])
ONE['erfi']    = (mp.erfi,    both([1e-300, 1e-20, 1e-5] + flat(0.01, 6, 10)) + [8.5, 15.0, 26.0, 0.0])
ONE['erfcx']   = (erfcx,      both([1e-20, 1e-5] + flat(0.01, 6, 10)) + [-20.5, -26.0, 8.5, 15.0, 26.0, 100.5, 1e4, 1e7, 0.0])
ONE['logerfc'] = (logerfc,    both([1e-20, 1e-5] + flat(0.01, 6, 8)) + [8.5, 15.0, 26.0])
ONE['logerfcx'] = (lambda x: log(erfcx(x)), both([1e-20, 1e-5] + flat(0.01, 6, 8)) + [-20.5, 15.0, 26.0, 1e3, 1e6])
ONE['erfinv']  = (mp.erfinv,  both([1e-300, 1e-20, 1e-5] + flat(0.01, 0.99, 10) + [1 - 1e-5, 1 - 1e-10, 1 - 1e-15]))
ONE['erfcinv'] = (erfcinv,    [1e-300, 1e-160, 1e-100, 1e-60, 1e-40, 1e-20, 1e-10, 1e-5] + flat(0.01, 1.99, 12) + [2 - 1e-10])
ONE['normcdf'] = (normcdf,    both([1e-300, 1e-5] + flat(0.01, 8, 10)) + [-12.5, -20.5, -30.5, -37.0, 0.0])
ONE['normpdf'] = (normpdf,    both([1e-300, 1e-5] + flat(0.01, 8, 8)) + [12.5, 20.5, 37.0, 0.0])
ONE['normquantile'] = (normquantile, [1e-300, 1e-160, 1e-100, 1e-40, 1e-20, 1e-10, 1e-5] + flat(0.01, 0.99, 12) + [1 - 1e-10])
ONE['gamma']   = (mp.gamma,   both([1e-70, 1e-20, 1e-5]) + flat(0.01, 4, 8) + flat(4, 165, 8) + flat(-8, 0, 8) + [-20.5, -100.3, -170.2, 170.5])
ONE['lgamma']  = (lgamma,     both([1e-90, 1e-20, 1e-5]) + flat(0.01, 4, 8) + logs(4, 1e6, 6) + [1e100] + flat(-8, 0, 8) + [-20.5, -100.3])
ONE['factorial'] = (lambda x: mp.gamma(x + 1), both([1e-70, 1e-20, 1e-5]) + flat(0.01, 4, 8) + flat(4, 165, 6) + flat(-8, 0, 8) + [0.0, 1.0, 20.0])
ONE['digamma'] = (mp.digamma, both([1e-70, 1e-20, 1e-5]) + flat(0.01, 4, 8) + logs(4, 1e6, 6) + [1e80] + flat(-8, 0, 8) + [-20.5, -100.3])
ONE['trigamma'] = (lambda x: mp.psi(1, x), both([1e-50, 1e-20, 1e-5]) + flat(0.01, 4, 8) + logs(4, 1e6, 6) + [1e60] + flat(-8, 0, 8) + [-20.5])
ONE['besselj0'] = (fixed(mp.besselj, 0), both([1e-20, 1e-5] + flat(0.1, 30, 14)) + [100.5, 1e4, 0.0])
ONE['besselj1'] = (fixed(mp.besselj, 1), both([1e-20, 1e-5] + flat(0.1, 30, 14)) + [100.5, 1e4, 0.0])
ONE['bessely0'] = (fixed(mp.bessely, 0), [1e-100, 1e-20, 1e-5] + flat(0.1, 30, 14) + [100.5, 1e4])
ONE['bessely1'] = (fixed(mp.bessely, 1), [1e-70, 1e-20, 1e-5] + flat(0.1, 30, 14) + [100.5, 1e4])
ONE['zeta']    = (mp.zeta,    [1 + 1e-9, 1.001] + flat(1.1, 50, 12) + flat(0, 0.99, 4) + flat(-9, -0.1, 8))
ONE['lambertw'] = (lambda x: mp.lambertw(x).real, both(tiny) + [edge + 1e-12, edge + 1e-6, edge + 1e-3] + flat(-0.35, 0, 6) + logs(0.01, 1e6, 8) + [1e60, 1e100])
ONE['lambertwm1'] = (lambda x: mp.lambertw(x, -1).real, [edge + 1e-12, edge + 1e-6, edge + 1e-3] + flat(-0.35, 0, 6) + [-1e-5, -1e-20, -1e-90])
ONE['sinc']    = (lambda x: mp.sin(x) / x if x else mpf(1), both([1e-100, 1e-20, 1e-8, 1e-3] + flat(0.1, 20, 12)) + [100.5, 1e4])
ONE['sincPi']  = (lambda x: mp.sinpi(x) / (pi * x) if x else mpf(1), both([1e-100, 1e-20, 1e-8, 1e-3] + flat(0.1, 8, 12)) + [100.5, 1e4, 3.0, 0.5])
ONE['sinpi']   = (mp.sinpi,   both([1e-300, 1e-8] + flat(0.1, 4, 8)) + [1e6 + 0.25])
ONE['cospi']   = (mp.cospi,   both([1e-8] + flat(0.1, 4, 8)) + [1e6 + 0.25])
ONE['logit']   = (logit,      [1e-100, 1e-20, 1e-5] + flat(0.01, 0.99, 12) + [0.5, 1 - 1e-5, 1 - 1e-10, 1 - 1e-15])
ONE['sigmoid'] = (sigmoid,    both([1e-300, 1e-8] + flat(0.1, 40, 12)) + [100.5, 700.0, -100.5, -700.0, 0.0])
ONE['softplus'] = (softplus,  both([1e-300, 1e-8] + flat(0.1, 40, 10)) + [700.0, -700.0, 0.0])
ONE['logexpm1'] = (logexpm1,  [1e-90, 1e-20, 1e-5] + flat(0.1, 40, 10) + [700.0])
ONE['log1mexp'] = (lambda x: log(-mp.expm1(x)), [-1e-90, -1e-20, -1e-5] + [-x for x in flat(0.1, 40, 10)] + [-700.0])
ONE['log1psq'] = (lambda x: mp.log1p(x * x), both([1e-100, 1e-8] + logs(0.01, 1e6, 12) + [1e90]))
ONE['log1pmx'] = (lambda x: mp.log1p(x) - x, both([1e-100, 1e-8] + flat(0.01, 0.99, 8)) + [5.5, 1e6, 1e60])
ONE['logcosh'] = (logcosh,    both([1e-100, 1e-8] + flat(0.1, 20, 8)) + [300.5])
ONE['expint']  = (E1,         [1e-90, 1e-20, 1e-5] + flat(0.1, 30, 12) + [300.5, 650.0])
ONE['ei']      = (mp.ei,      [1e-90, 1e-20, 1e-5] + flat(0.1, 30, 12) + [300.5, 700.0, -0.5, -20.5])
ONE['si']      = (mp.si,      both([1e-100, 1e-8] + flat(0.1, 20, 10)) + [300.5])
ONE['ci']      = (mp.ci,      [1e-90, 1e-20, 1e-5] + flat(0.1, 20, 10) + [300.5])
ONE['ellipk']  = (mp.ellipk,  both([1e-20, 1e-5]) + flat(-4, 0.99, 14) + [1 - 1e-4, 1 - 1e-8, -100.5])
ONE['ellipe']  = (mp.ellipe,  both([1e-20, 1e-5]) + flat(-4, 0.99, 14) + [1 - 1e-4, 1 - 1e-8, -100.5])
for n in (2, 5):
    ONE['besselj:%d' % n] = (fixed(mp.besselj, n), [1e-20, 1e-5] + flat(0.1, 30, 12) + [100.5])
    ONE['bessely:%d' % n] = (fixed(mp.bessely, n), [1e-20, 1e-5] + flat(0.1, 30, 12) + [100.5])
    ONE['besseli:%d' % n] = (fixed(mp.besseli, n), both([1e-20, 1e-5] + flat(0.1, 30, 6)) + [100.5, 600.5])
    ONE['besselk:%d' % n] = (fixed(mp.besselk, n), [1e-20, 1e-5] + flat(0.1, 30, 8) + [100.5, 600.5])
    ONE['polygamma:%d' % n] = (fixed(mp.psi, n), [1e-20, 1e-5] + flat(0.1, 30, 8) + flat(-8, 0, 6) + [1e6])
ONE['besseli:0'] = (fixed(mp.besseli, 0), both([1e-20, 1e-5] + flat(0.1, 30, 6)) + [100.5, 600.5, 0.0])
ONE['besselk:0'] = (fixed(mp.besselk, 0), [1e-20, 1e-5] + flat(0.1, 30, 8) + [100.5, 600.5])

TWO['beta']    = (mp.beta,    [(a, b) for a in (0.01, 0.7, 3.5, 40.0) for b in (1e-6, 0.3, 2.0, 30.0, 500.0)])
TWO['lbeta']   = (lbeta,      [(a, b) for a in (0.01, 0.7, 3.5, 40.0, 1e5) for b in (1e-6, 0.3, 2.0, 30.0, 1e7)])
TWO['binomial'] = (binomial,  [(5., 2.), (10.5, 3.), (50., 25.), (12.25, 7.5), (3., 0.1), (1000.5, 20.25), (0.5, 0.25), (30., 1e-3), (8., 8.)])
TWO['gammainc']  = (P, [(a, x) for a in (0.05, 0.6, 1.0, 3.5, 12.0, 40.0, 300.0) for x in (a * 0.02, a * 0.5, a * 0.99, a * 1.3, a * 2.5, a + 12)])
TWO['gammaincc'] = (Q, TWO['gammainc'][1])
TWO['gammaDensity'] = (gammaDensity, TWO['gammainc'][1])
TWO['logaddexp'] = (logaddexp, [(x, y) for x in (-300.5, -3.25, 0.3, 12.5) for y in (-301.5, -20.0, 0.25, 12.0, 30.0)])
def hurwitz0(s, a):
    with mp.workdps(mp.dps + 60): return mp.zeta(s, a)
TWO['hurwitzZeta'] = (hurwitz0, [(s, a) for s in (1.01, 1.5, 3.0, 8.5, 15.0) for a in (0.05, 0.5, 1.0, 6.5, 60.0)])

THREE['betainc'] = (I, [(x, a, b) for a, b in ((0.5, 0.5), (0.3, 4.5), (2.0, 3.0), (12.0, 1.5), (25.0, 40.0), (200.0, 150.0)) for x in (0.01, 0.3, 0.6, 0.95)])
THREE['betaDensity'] = (betaDensity, THREE['betainc'][1])

def settled(compute):
    """Numbers computed with more and more digits until they no longer change; what keeps shrinking is 0."""
    before = compute()
    for dps in (80, 200, 600, 1600):
        with mp.workdps(dps): now = compute()
        same = [0 < abs(q) and abs(p - q) <= mpf(10) ** -18 * abs(q) or dps > 300 and abs(q) < mpf(10) ** -330 for p, q in zip(before, now)]
        before = now
        if all(same): return now
    return [v if s else mpf(0) for v, s in zip(before, same)]

def partials(f, args, orders):                       # of u ↦ f(x·(1+u)): a step in u is small beside x, however small x is
    def compute():
        g = lambda *u: f(*(x * (1 + v) if x else v for x, v in zip(args, u)))
        value = mp.diff(g, (0,) * len(args), orders)
        for x, n in zip(args, orders): value /= x ** n
        return [value]
    return settled(compute)[0]

def write_derivatives():
    wanted, out = sys.argv[2:], {}
    for name, (f, points) in ONE.items():
        if wanted and name not in wanted: continue
        rows = []
        for x in points:
            x = mpf(x); g = lambda u: f(x * (1 + u)) if x else f(u)
            try: d = settled(lambda: [v / x ** n if x else v for n, v in enumerate(mp.diffs(g, 0, 4))])
            except Exception as e: print(name, x, repr(e)[:80], file=sys.stderr); continue
            kappa = [abs(x * d[n + 1] / d[n]) if d[n] else mpf(0) for n in range(4)]
            rows.append([number(x), *map(number, d[:4]), *(float('%.3g' % min(k, mpf('1e300'))) for k in kappa)])
        out[name] = rows; print(name, len(rows), file=sys.stderr)
    for name, (f, points) in {**TWO, **THREE}.items():
        if wanted and name not in wanted: continue
        m = len(points[0]); units = [tuple(int(i == j) for j in range(m)) for i in range(m)]
        plus = lambda p, q: tuple(a + b for a, b in zip(p, q))
        firsts = units; seconds = sorted({plus(p, q) for p in units for q in units}, reverse=True)
        rows = []
        for point in points:
            args = [mpf(x) for x in point]; memo = {}
            def d(o):
                if o not in memo: memo[o] = partials(f, args, o)
                return memo[o]
            entries = {}
            for o in [(0,) * m, *firsts, *seconds]:
                v = d(o); k = sum(abs(x * d(plus(o, u)) / v) if v else mpf(0) for x, u in zip(args, units))
                entries[','.join(map(str, o))] = [number(v), float('%.3g' % min(k, mpf('1e300')))]
            rows.append([*map(number, args), entries])
        out[name] = rows; print(name, len(rows), file=sys.stderr)
    return out

# ---------------------------------------------------------------------------------------------- out

def condition(f, args, fixed, value):
    total = mpf(0)
    for i in range(fixed, len(args)):
        x = args[i]
        if x == 0 or value == 0: continue
        with mp.workdps(mp.dps + 30):
            h = abs(x) * mpf(10) ** -25
            up, down = list(args), list(args); up[i] = x + h; down[i] = x - h
            total += abs(x * (f(*up) - f(*down)) / (2 * h) / value)
    return total

def number(v):
    v = float(v)
    return v if v == v and abs(v) != float('inf') else 'NaN' if v != v else 'Infinity' if v > 0 else '-Infinity'

def write_values():
    wanted, out = sys.argv[1:], {}
    for name, (f, points, fixed) in TABLE.items():
        if wanted and name not in wanted: continue
        rows = []
        for point in points:
            args = [mpf(x) for x in (point if isinstance(point, tuple) else (point,))]
            try:
                value = f(*args)
                if isinstance(value, mpc): value = value.real
                kappa = condition(f, args, fixed, value)
                if not mp.isfinite(value): continue
            except Exception as e:
                print(name, point, repr(e)[:90], file=sys.stderr); continue
            rows.append([*(number(a) for a in args), number(value), float('%.3g' % min(kappa, mpf('1e300')))])
        out[name] = rows
        print(name, len(rows), file=sys.stderr)
    return out

def write(about, out):
    print('{\n "about": ' + json.dumps(about) + ',\n "functions": {\n' + ',\n'.join(
        '  ' + json.dumps(n) + ': [\n' + ',\n'.join('   ' + json.dumps(r) for r in rows) + '\n  ]' for n, rows in out.items()) + '\n }\n}')

if sys.argv[1:2] == ['derivatives']:
    write('Derivatives of special functions by mpmath (special_values.py), rounded once to the nearest double. One moving argument: '
          '[x, f, f1, f2, f3, k0, k1, k2, k3], k the condition number of each; name:n is the row at order n. More: [...arguments, {orders: [value, condition]}].',
          write_derivatives())
else:
    write('Special functions by mpmath (special_values.py), rounded once to the nearest double: [...arguments, value, condition].', write_values())
