#!/usr/bin/env python3
"""Makes accuracy.json: elementary functions and their derivatives over the whole range of float64, by mpmath.

Derivatives are finite differences of the plain definitions, with steps of 1e-360 and 2400 digits: no derivative formula
is used. Each number is the exact one rounded to the nearest double; kappa is the condition number of that number,
|x g'/g| (for two arguments |x g_x/g| + |y g_y/g|), and stands beside it as k.

    python3 spec/reference/accuracy.py > spec/reference/accuracy.json     (about three minutes)
    python3 spec/reference/accuracy.py --dense 10 name …                  many more random points, of some rows
"""
import json
import math
import random
import sys
from mpmath import mp, mpf

mp.dps = 2400
H = mpf(10) ** -360
HALF_PI = mp.pi / 2

dense = 1
names = sys.argv[1:]
if names[:1] == ['--dense']:
    dense = int(names[1])
    names = names[2:]


# ── points ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def logarithmic(low, high, n):
    """n random numbers, log-uniform from 10^low to 10^high, one from each of n equal parts of that range."""
    width = (high - low) / n
    return [10 ** (low + (i + random.random()) * width) for i in range(n)]

def both(xs):
    return xs + [-x for x in xs]

def alternating(xs):
    return [x if i % 2 else -x for i, x in enumerate(xs)]

TINY = [5e-324, 3e-310, 2.5e-308, 1e-300]
HUGE = [1e300, 1.7e308]

def positive():
    return TINY + logarithmic(-300, -3, 12 * dense) + logarithmic(-3, 3, 10 * dense) + logarithmic(3, 300, 12 * dense) + HUGE + [1.0]

def anywhere():
    return alternating(positive())

def upto(limit):
    """Numbers below a limit beyond which the function overflows or is 0."""
    return alternating(TINY + logarithmic(-300, -3, 8 * dense) + logarithmic(-3, math.log10(limit), 20 * dense) + [1.0])

def circular():
    multiples = [float(k * HALF_PI) for k in (1, 2, 3, 4, 5, 1001, 10 ** 6, 2 * 10 ** 15 + 1)]
    return (alternating(TINY + logarithmic(-300, -3, 8 * dense) + logarithmic(-3, 3, 10 * dense) + logarithmic(3, 300, 8 * dense))
            + both(multiples[:3]) + multiples[3:] + [1e22, 6381956970095103 * 2.0 ** 797, 1e300, 0.7853981633974483])

def inside():
    """(−1, 1)"""
    return (alternating(TINY + logarithmic(-300, -3, 6 * dense) + [random.random() for _ in range(8 * dense)] + [0.7071067811865476, 0.5773502691896258, 0.5])
            + alternating([1 - d for d in logarithmic(-15, -1, 8 * dense)]) + [1 - 2.0 ** -53, -1 + 2.0 ** -53])

def beyond(sign=True):
    """(1, ∞), or both that and (−∞, −1)"""
    xs = [1 + 2.0 ** -52] + [1 + d for d in logarithmic(-15, 0, 10 * dense)] + logarithmic(0.3, 300, 14 * dense) + HUGE + [1.4142135623730951]
    return alternating(xs) if sign else xs

def fraction():
    """(0, 1)"""
    return [abs(x) for x in inside()]

SATURATED = [18.0, 19.1, 22.0, 36.7, 300.0, 354.0, 372.5, 400.0, 700.0, 709.0, 711.0, 744.0]
HYPERBOLIC_ZEROS = [0.881373587019543, 0.6584789484624084, 1.2]


# ── one argument ────────────────────────────────────────────────────────────────────────────────────────────────────

def cbrt(x):
    return mp.sign(x) * mp.root(abs(x), 3)

UNARY = {
    'square': (lambda x: x * x, anywhere),
    'cube':   (lambda x: x ** 3, anywhere),
    'sqrt':   (mp.sqrt, positive),
    'cbrt':   (cbrt, anywhere),
    'exp':    (mp.exp, lambda: upto(700) + [709.0, -745.0]),
    'expm1':  (lambda x: mp.exp(x) - 1, lambda: upto(700) + [709.0, -745.0]),
    'exp2':   (lambda x: mpf(2) ** x, lambda: upto(1000) + [1023.0, -1074.0]),
    'log':    (mp.log, positive),
    'log1p':  (lambda x: mp.log(1 + x), lambda: [x for x in anywhere() if x > -1] + [-1 + d for d in logarithmic(-15, -1, 8 * dense)]),
    'log2':   (lambda x: mp.log(x) / mp.log(2), positive),
    'log10':  (lambda x: mp.log(x) / mp.log(10), positive),
    'xlogx':  (lambda x: x * mp.log(x), lambda: positive() + [0.36787944117144233]),
    'sin':    (mp.sin, circular),
    'cos':    (mp.cos, circular),
    'tan':    (mp.tan, circular),
    'sec':    (lambda x: 1 / mp.cos(x), circular),
    'csc':    (lambda x: 1 / mp.sin(x), circular),
    'cot':    (lambda x: 1 / mp.tan(x), circular),
    'asin':   (mp.asin, inside),
    'acos':   (mp.acos, inside),
    'atan':   (mp.atan, lambda: anywhere() + [0.5773502691896258, 1.0]),
    'acot':   (lambda x: mp.atan(1 / x), lambda: anywhere() + [0.5773502691896258, 1.0]),
    'asec':   (lambda x: mp.acos(1 / x), beyond),
    'acsc':   (lambda x: mp.asin(1 / x), beyond),
    'sinh':   (mp.sinh, lambda: upto(700) + [710.0, -710.0]),
    'cosh':   (mp.cosh, lambda: upto(700) + [710.0, -710.0]),
    'tanh':   (mp.tanh, lambda: upto(50) + alternating(SATURATED + HYPERBOLIC_ZEROS)),
    'sech':   (lambda x: 1 / mp.cosh(x), lambda: upto(50) + alternating(SATURATED + HYPERBOLIC_ZEROS)),
    'csch':   (lambda x: 1 / mp.sinh(x), lambda: upto(50) + alternating(SATURATED + HYPERBOLIC_ZEROS)),
    'coth':   (lambda x: 1 / mp.tanh(x), lambda: upto(50) + alternating(SATURATED + HYPERBOLIC_ZEROS)),
    'asinh':  (mp.asinh, lambda: anywhere() + [0.7071067811865476]),
    'acosh':  (mp.acosh, lambda: beyond(False)),
    'atanh':  (mp.atanh, inside),
    'acoth':  (lambda x: mp.log((x + 1) / (x - 1)) / 2, beyond),
    'asech':  (lambda x: mp.log((1 + mp.sqrt(1 - x * x)) / x), fraction),
    'acsch':  (lambda x: mp.asinh(1 / x), anywhere),
    'gap':    (lambda x: 1 - x * x, lambda: inside() + beyond()),
    'slant':  (lambda x: mp.sqrt(1 + x * x), anywhere),
    'wrap':   (lambda x: x - 2 * mp.pi * mp.ceil((x - mp.pi) / (2 * mp.pi)), lambda: [x for x in circular() if x != -math.pi]), # the double −π is above −π, and stands for it
    'far':    (lambda x: mp.sqrt(x * x - 1), lambda: beyond(False)),
}


# ── two arguments ───────────────────────────────────────────────────────────────────────────────────────────────────

def pairs(n, low=-300, high=300, signs=True):
    """Both over the whole range; near to each other; one of them ordinary."""
    wide = list(zip(logarithmic(low, high, n), random.sample(logarithmic(low, high, n), n)))
    near = [(x, x * 10 ** random.uniform(-3, 3)) for x in logarithmic(low + 3, high - 3, n)]
    equal = [(x, x * (1 + d)) for x, d in zip(logarithmic(low, high, n // 2), logarithmic(-15, -1, n // 2))]
    plain = [(random.uniform(0.1, 10), random.uniform(0.1, 10)) for _ in range(n)]
    xys = wide + near + equal + plain
    return [(x * random.choice((1, -1)), y * random.choice((1, -1))) for x, y in xys] if signs else xys

def exponents(n):
    xys = [(10 ** random.uniform(-3, 3), random.uniform(-20, 20)) for _ in range(3 * n)]
    for x in logarithmic(-300, 300, 3 * n):
        widest = 300 / abs(math.log10(x))
        xys += [(x, random.uniform(-widest, widest)), (x, float(random.randint(-int(widest), int(widest))))]
    xys += [(1 + random.choice((-1, 1)) * d, random.uniform(-1, 1) * min(300 / d, 1e15)) for d in logarithmic(-15, -1, n)]
    return xys + [(1e-300, 0.001), (1e-300, 1.001), (1e300, 1e-5), (1e-300, 2.0001)]

def remainders(n):
    return [(x, y) for x, y in pairs(n) if abs(x / y) < 1e15]

BINARY = {
    'mul':   (lambda x, y: x * y, lambda: [p for p in pairs(6 * dense) if abs(math.log10(abs(p[0])) + math.log10(abs(p[1]))) < 300]),
    'div':   (lambda x, y: x / y, lambda: [p for p in pairs(8 * dense) if abs(math.log10(abs(p[0])) - math.log10(abs(p[1]))) < 300]),
    'pow':   (lambda x, y: mp.power(x, y), lambda: exponents(6 * dense)),
    'hypot': (lambda x, y: mp.sqrt(x * x + y * y), lambda: pairs(8 * dense)),
    'unit':  (lambda x, y: x / mp.sqrt(x * x + y * y), lambda: pairs(8 * dense, -150, 150)),
    'over':  (lambda x, y: x / (x * x + y * y), lambda: pairs(8 * dense)),
    'atan2': (lambda y, x: mp.atan2(y, x), lambda: pairs(8 * dense)),
    'mod':   (lambda x, y: x - y * mp.floor(x / y), lambda: remainders(4 * dense)),
    'rem':   (lambda x, y: x - y * (mp.floor(x / y) if x / y > 0 else mp.ceil(x / y)), lambda: remainders(4 * dense)),
    'logBase': (lambda x, b: mp.log(x) / mp.log(b), lambda: [p for p in pairs(6 * dense, signs=False) if p[1] != 1]),
    'xlogy': (lambda x, y: x * mp.log(y), lambda: [(x, abs(y)) for x, y in pairs(4 * dense) if abs(math.log10(abs(x)) - math.log10(abs(y))) < 300]),
    'nthRoot': (lambda x, n: mp.power(x, 1 / n),
                lambda: [(x, float(random.randint(1, 9))) for x in positive()] + [(x, random.uniform(1, 30)) for x in positive()]),
}


# ── exact derivatives ───────────────────────────────────────────────────────────────────────────────────────────────

def derivatives(f, x):
    """f, f′ … f⁗ at x, by central differences."""
    a, b, c, d, e = (f(x + i * H) for i in (-2, -1, 0, 1, 2))
    return c, (d - b) / (2 * H), (d - 2 * c + b) / H ** 2, (e - 2 * d + 2 * b - a) / (2 * H ** 3), (e - 4 * d + 6 * c - 4 * b + a) / H ** 4

WEIGHTS = {0: {0: 1}, 1: {-1: mpf(-1) / 2, 1: mpf(1) / 2}, 2: {-1: 1, 0: -2, 1: 1}, 3: {-2: mpf(-1) / 2, -1: 1, 1: -1, 2: mpf(1) / 2}}

def partials(f, x, y):
    """(i, j) ↦ ∂ⁱ⁺ʲf/∂xⁱ∂yʲ to the third order."""
    known = {}
    def at(i, j):
        if (i, j) not in known:
            known[i, j] = f(x + i * H, y + j * H)
        return known[i, j]
    return {(i, j): sum(a * b * at(p, q) for p, a in WEIGHTS[i].items() for q, b in WEIGHTS[j].items()) / H ** (i + j)
            for i in range(4) for j in range(4 - i)}

def double(x):
    if abs(x) < mpf(10) ** -330:
        return 0.0
    if abs(x) > mpf('1.79769313486231580793e308'):
        return math.inf if x > 0 else -math.inf
    return float(x)

def text(x):
    return x if math.isfinite(x) else 'Infinity' if x > 0 else '-Infinity'

def condition(g, *moved):
    if abs(g) < mpf(10) ** -330 or abs(g) > mpf(10) ** 310:
        return 0
    return float(mp.nstr(min(sum(abs(m) for m in moved) / abs(g), mpf(10) ** 60), 3))

def row1(f, x):
    g = derivatives(f, mpf(x))
    return [x, *(text(double(v)) for v in g[:4]), *(condition(g[i], mpf(x) * g[i + 1]) for i in (1, 2, 3))]

FIVE = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))

def row2(f, x, y):
    g = partials(f, mpf(x), mpf(y))
    return [x, y, text(double(g[0, 0])), *(text(double(g[ij])) for ij in FIVE),
            *(condition(g[i, j], mpf(x) * g[i + 1, j], mpf(y) * g[i, j + 1]) for i, j in FIVE)]

def rows(table, one):
    print(' {')
    chosen = [name for name in table if not names or name in names]
    for name in chosen:
        f, points = table[name]
        random.seed(name)
        mp.dps = 2400
        lines = [json.dumps(one(f, p), separators=(',', ':')) for p in dict.fromkeys(points())]
        print(f'  "{name}": [\n   ' + ',\n   '.join(lines) + ('\n  ],' if name != chosen[-1] else '\n  ]'))
    print(' }', end='')

print('{\n "about": "Exact values and derivatives, rounded to the nearest double, with condition numbers k; made by accuracy.py with mpmath.",')
print(' "columns": {"unary": ["x", "f", "f1", "f2", "f3", "k1", "k2", "k3"], "binary": ["x", "y", "f", "fx", "fy", "fxx", "fxy", "fyy", "kx", "ky", "kxx", "kxy", "kyy"]},')
print(' "unary":', end='')
rows(UNARY, row1)
print(',\n "binary":', end='')
rows(BINARY, lambda f, p: row2(f, *p))
print('\n}')
