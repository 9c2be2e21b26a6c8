// The text of --help.

export const help = `pushforward: values and derivatives of a formula, exact to rounding

  pushforward FORMULA [NAME=VALUE …] [dNAME=VALUE …] [OPTION …]

FORMULA is written as for mathjs; VALUE is a number, or a formula without
variables: -2, 1e-3, pi/4, [1, 2]. What has a value is a variable, e and pi too.

  pushforward 'cos(x)' x=1                        value, derivative, differences
  pushforward 'x^2 * cos(y)' x=3 y=pi/4           the gradient
  pushforward '[r*cos(t), r*sin(t)]' r=2 t=0      the Jacobian
  pushforward '[x*y, sin(x)]' x=1 y=2 dx=1 dy=0   the Jacobian times (dx, dy)
  pushforward 'exp(-x^2)' x=0.5 --order 4         all derivatives up to the 4th
  pushforward 'x^2 * y^3' x=1 y=2 --hessian       the second derivatives
  pushforward 'cos(x)' --check '-sin(x)' --over x=-10..10
  pushforward 'sin(x)/x' --plot --over x=-20..20

Options
  --order N           all derivatives up to the Nth
  --hessian           second derivatives, of a formula that gives one number
  --check FORMULA     is this the derivative? of several variables, the gradient
                      as an array
  --over NAME=A..B    the interval for --check, --plot, --svg, and for --emit
                      where the formula chooses; may be repeated
  --plot              the formula and its derivative, drawn in the terminal
  --svg FILE          the same as an SVG file
  --emit FILE         the derivative as a program: .ts or .js (source that needs
                      no library, but for special functions such as gamma, which
                      it imports), .tex, .dot or .svg (its graph); what has a
                      value is fixed, d… and --hessian choose the derivative
  --json              any of these results as JSON
  --help, --version

Without arguments it shows what it is. Exit codes: 0; 1 where a check fails;
2 where the input cannot be understood. NO_COLOR is respected.
`
