# Writes special_values.json: special functions by mpmath at given doubles, for spec/special-kernels.spec.ts.
#
#   python3 spec/reference/special_values.py > spec/reference/special_values.json
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
        return sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(6)) / (x * sqrt(pi))
    with mp.workdps(60 if x < 0 else 80): return exp(x * x) * mp.erfc(x)

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
def logcosh(x):
    with mp.workdps(60): return log(mp.cosh(x)) if abs(x) > 1e-12 else x * x / 2
def logaddexp(x, y):
    with mp.workdps(800 if abs(x - y) < 1600 and max(x, y) < 0 else 60): return max(x, y) + mp.log1p(exp(-abs(x - y)))
def logit(p):
    with mp.workdps(400): return log(p / (1 - p))
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

out = {}
for name, (f, points, fixed) in TABLE.items():
    if len(sys.argv) > 1 and name not in sys.argv[1:]: continue
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
        kappa = float(kappa)
        rows.append([*(number(a) for a in args), number(value), float('%.3g' % kappa) if kappa < 1e300 else 1e300])
    out[name] = rows
    print(name, len(rows), file=sys.stderr)

head = {'about': 'Special functions by mpmath (special_values.py), rounded once to the nearest double: [...arguments, value, condition].'}
print('{\n "about": ' + json.dumps(head['about']) + ',\n "functions": {\n' + ',\n'.join(
    '  ' + json.dumps(n) + ': [\n' + ',\n'.join('   ' + json.dumps(r) for r in rows) + '\n  ]' for n, rows in out.items()) + '\n }\n}')
