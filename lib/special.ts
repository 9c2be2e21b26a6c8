// The public names of `pushforward/special`, spelled out: a subpath of its own, for its values weigh more than all the rest.

export {
  erf, erfc, erfi, erfcx, logerfc, logerfcx, erfinv, erfcinv, normcdf, normpdf, normquantile, gamma, gammaRate, lgamma,
  factorial, digamma, trigamma, polygamma, beta, lbeta, binomial, gammaDensity, gammainc, gammaincc, betainc,
  betaDensity, besselj0, besselj1, bessely0, bessely1, besselj, bessely, besseli, besselk, zeta, hurwitzZeta, sigmoid,
  logit, softplus, logexpm1, log1mexp, log1psq, log1pmx, logcosh, logaddexp, lambertw, lambertwm1, sinc, sincPi,
  sinpi, cospi, expint, ei, si, ci, ellipk, ellipe,
} from './rules/special.ts'
