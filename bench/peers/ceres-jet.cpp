// Ceres' Jet: dual numbers in C++, given the workloads of the bench. ceres.ts compiles this and asks it.
//
//   ceres-jet cos values < points     the results at all points, a line each
//   ceres-jet cos time   < points     how long a call takes, in ns
//
// Points are read as: how many points, how many numbers each, and the numbers.

#include <ceres/jet.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using ceres::Jet;
using std::atan, std::cos, std::erfc, std::exp, std::log, std::sin, std::sqrt, std::tanh;
using Numbers = std::vector<double>;
using Function = void (*)(const double* x, double* out);

template <typename T> T formula(const T& x) {
  const T d = 1.0 + x * x;
  const T a = exp(-0.3 * x) * sin(2.0 * x + 1.0) / d;
  const T b = log(d) * cos(x);
  const T c = sqrt(x + 3.0) * atan(x);
  return (a + b - c) * x + x;
}

template <typename T> T normcdf(const T& x) { return 0.5 * erfc(-x * 0.7071067811865476); }

template <typename T, typename U> T price(const T& S, const U& K, const U& r, const U& sigma, const U& time) {
  const U spread = sigma * sqrt(time);
  const T d1 = (log(S / K) + (r + 0.5 * sigma * sigma) * time) / spread;
  return S * normcdf(d1) - K * exp(-r * time) * normcdf(T(d1 - spread));
}

// of what a Jet is made: numbers, or Jets
template <typename T> using Part = typename T::Scalar;

template <typename T, int n> T rosenbrock(const std::array<T, n>& x) {
  T sum(Part<T>(0.0));
  for (int i = 0; i + 1 < n; i++) {
    const T t = x[i + 1] - x[i] * x[i], u = Part<T>(1.0) - x[i];
    sum += Part<T>(100.0) * (t * t) + u * u;
  }
  return sum;
}

template <typename T, int n> T logSumExp(const std::array<T, n>& x) {
  T sum(Part<T>(0.0));
  for (const T& xi : x) sum += exp(xi);
  return log(sum);
}

// u1 … uN, v1 … vN
template <typename T, int N> T brusselator(const std::array<T, 2 * N>& y, int i) {
  const bool first = i < N;
  const int at = first ? i : i - N;
  const double k = (N + 1) * (N + 1) / 50.0;
  const T edge(first ? 1.0 : 3.0), &u = y[at], &v = y[N + at], reaction = u * u * v;
  const T diffusion = k * ((at > 0 ? y[i - 1] : edge) - 2.0 * y[i] + (at + 1 < N ? y[i + 1] : edge));
  return (first ? 1.0 + reaction - 4.0 * u : 3.0 * u - reaction) + diffusion;
}

template <typename T, int n> void layer(const double* M, const std::array<T, n>& u, std::array<T, n>& out) {
  for (int i = 0; i < n; i++) {
    T sum(0.0);
    for (int j = 0; j < n; j++) sum += M[i * n + j] * u[j];
    out[i] = tanh(sum);
  }
}

template <typename T> T wave(const T& x) { return sin(x) * exp(-0.5 * (x * x)) + sqrt(1.0 + x * x); }

template <typename T> T quotient(const T& x) { return (x * x + 3.0 * x) / (1.0 + x * x); }

template <int n> std::array<Jet<double, n>, n> variables(const double* x) {
  std::array<Jet<double, n>, n> jets;
  for (int i = 0; i < n; i++) jets[i] = Jet<double, n>(x[i], i);
  return jets;
}

template <int n> void write(const Jet<double, n>& y, double* out) { std::copy(y.v.data(), y.v.data() + n, out); }

template <Jet<double, 1> (*f)(const Jet<double, 1>&)> void slope(const double* x, double* out) { *out = f(Jet<double, 1>(*x, 0)).v[0]; }

Jet<double, 1> cosine(const Jet<double, 1>& x) { return cos(x); }

void delta(const double* m, double* out) {
  const Jet<double, 1> y = price(Jet<double, 1>(m[0], 0), m[1], m[2], m[3], m[4]);
  out[0] = y.a;
  out[1] = y.v[0];
}

void greeks(const double* m, double* out) {
  const auto x = variables<5>(m);
  write(price(x[0], x[1], x[2], x[3], x[4]), out);
}

template <int n> void gradient(const double* x, double* out) { write(rosenbrock<Jet<double, n>, n>(variables<n>(x)), out); }

// as Ceres' DynamicAutoDiffCostFunction does where there are many variables: four at a time
template <int n> void gradientByFours(const double* at, double* out) {
  using T = Jet<double, 4>;
  static std::array<T, n> x;
  for (int i = 0; i < n; i++) x[i] = T(at[i]);
  for (int from = 0; from < n; from += 4) {
    for (int k = 0; k < 4; k++) x[from + k] = T(at[from + k], k);
    write(rosenbrock<T, n>(x), out + from);
    for (int k = 0; k < 4; k++) x[from + k] = T(at[from + k]);
  }
}

template <int N> void brusselatorJacobian(const double* at, double* out) {
  const auto y = variables<2 * N>(at);
  for (int i = 0; i < 2 * N; i++) write(brusselator<Jet<double, 2 * N>, N>(y, i), out + i * 2 * N);
}

template <int n> void network(const double* at, double* out) {
  static std::array<Jet<double, n>, n> y, z;
  layer<Jet<double, n>, n>(at, variables<n>(at + 2 * n * n), y);
  layer<Jet<double, n>, n>(at + n * n, y, z);
  for (int i = 0; i < n; i++) write(z[i], out + i * n);
}

// Jets of Jets of Jets …
template <int k> struct Nested {
  using Inner = Nested<k - 1>;
  using Type = Jet<typename Inner::Type, 1>;
  static Type constant(double x) { return Type(Inner::constant(x)); }
  static Type variable(double x) {
    Type y(Inner::variable(x));
    y.v[0] = Inner::constant(1.0);
    return y;
  }
  static double last(const Type& y) { return Inner::last(y.v[0]); }
};
template <> struct Nested<0> {
  using Type = double;
  static double constant(double x) { return x; }
  static double variable(double x) { return x; }
  static double last(double y) { return y; }
};

template <int k> void nth(const double* at, double* out) {
  const auto x = Nested<k>::variable(*at);
  *out = Nested<k>::last(sin(x) * exp(Nested<k - 1>::constant(0.5) * x));
}

void dense(const double* at, double* out) {
  constexpr int n = 20;
  const auto x = variables<n>(at);
  for (int i = 0; i < n; i++) {
    Jet<double, n> sum(0.0);
    for (const auto& xj : x) sum += sin(x[i] * xj);
    write(sum, out + i * n);
  }
}

// Jets of Jets
template <int n> using Twice = Jet<Jet<double, n>, n>;

template <int n, Twice<n> (*f)(const std::array<Twice<n>, n>&)> void hessian(const double* at, double* out) {
  const auto inner = variables<n>(at);
  std::array<Twice<n>, n> x;
  for (int i = 0; i < n; i++) x[i] = Twice<n>(inner[i], i);
  const Twice<n> y = f(x);
  for (int i = 0; i < n; i++) write(y.v[i], out + i * n);
}

template <int n, Jet<double, 1> (*f)(const Jet<double, 1>&)> void elementwise(const double* xv, double* out) {
  for (int i = 0; i < n; i++) {
    Jet<double, 1> x(xv[i]);
    x.v[0] = xv[n + i];
    const Jet<double, 1> y = f(x);
    out[i] = y.a;
    out[n + i] = y.v[0];
  }
}

struct Workload { Function run; int results; };

const std::map<std::string, Workload> workloads = {
  {"cos", {slope<cosine>, 1}},
  {"20-op formula", {slope<formula<Jet<double, 1>>>, 1}},
  {"Black-Scholes", {delta, 2}},
  {"Black-Scholes greeks", {greeks, 5}},
  {"Rosenbrock, n = 10", {gradient<10>, 10}},
  {"Rosenbrock, n = 100", {gradient<100>, 100}},
  {"Rosenbrock, n = 1,000", {gradientByFours<1000>, 1000}},
  {"dense, 20 → 20", {dense, 400}},
  {"Brusselator, 64 → 64", {brusselatorJacobian<32>, 4096}},
  {"Rosenbrock, n = 10, 2nd", {hessian<10, rosenbrock<Twice<10>, 10>>, 100}},
  {"log-sum-exp, n = 10, 2nd", {hessian<10, logSumExp<Twice<10>, 10>>, 100}},
  {"derivative 2", {nth<2>, 1}},
  {"derivative 5", {nth<5>, 1}},
  {"derivative 10", {nth<10>, 1}},
  {"elementwise, 1,000", {elementwise<1000, wave<Jet<double, 1>>>, 2000}},
  {"arithmetic, 10,000", {elementwise<10000, quotient<Jet<double, 1>>>, 20000}},
  {"network, 16 → 16", {network<16>, 256}},
  {"network, 128 → 128", {network<128>, 16384}},
};

int main(int count, char** args) {
  if (count < 3 || !workloads.count(args[1])) return 1;
  const Workload workload = workloads.at(args[1]);
  size_t points, size;
  std::ios::sync_with_stdio(false);
  std::cin >> points >> size;
  Numbers x(points * size), out(workload.results);
  for (double& xi : x) std::cin >> xi;

  if (std::string(args[2]) == "values") {
    for (size_t i = 0; i < points; i++) {
      workload.run(&x[i * size], out.data());
      for (double y : out) std::printf("%.17g ", y);
      std::printf("\n");
    }
    return 0;
  }
  double sum = 0;
  const auto batch = [&](long calls) {
    const auto begin = std::chrono::steady_clock::now();
    const double *at = x.data(), *end = at + x.size();
    for (long i = 0; i < calls; i++) {
      workload.run(at, out.data());
      sum += out.front() + out.back();
      if ((at += size) == end) at = x.data();
    }
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
  };
  long calls = 1;
  while (batch(calls) < 0.1e6 || batch(calls) < 0.1e6) calls *= 2; // twice, as the machine may have turned to something else
  for (int i = 0; i < 20; i++) batch(calls); // until caches and clock are warm
  Numbers times(3);
  for (double& time : times) time = batch(calls) / calls;
  std::sort(times.begin(), times.end());
  std::printf("%.6g %g\n", times[1], sum);
}
