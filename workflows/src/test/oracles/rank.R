# Makes ../resources/stats/rank-inputs.tsv and rank-r.tsv: Rscript rank.R ../resources/stats
# R for the closed forms, coin for exact and resampled permutation distributions.
suppressMessages({library(survival); library(coin)})
target <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20, kind = "Mersenne-Twister")
n <- 240
d <- data.frame(stratum = sample(0:5, n, TRUE, c(8, 4, 4, 2, 1, 1)))
d$arm <- rbinom(n, 1, 0.25 + d$stratum / 15)
d$small <- as.integer(seq_len(n) %in% sample(n, 14))
d$y <- round(rnorm(n) + 0.7 * d$arm + 0.5 * d$stratum + 0.8 * d$small, 6)
d$zeros <- ifelse(runif(n) < 0.7 - 0.3 * d$small, 0, round(exp(rnorm(n) + 0.8 * d$small), 6))
d$tied <- round(2 * d$y) / 2
d$coarse <- rpois(n, 0.5 + 0.6 * d$small)
d$x <- round(0.5 * d$y + rnorm(n), 3)
d$steep <- round(d$y * (1 + 0.001 * rnorm(n)), 6)
d$group <- sample(0:3, n, TRUE)
d$y[d$group == 3] <- d$y[d$group == 3] + 0.3
write.table(d, file.path(target, "rank-inputs.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)

out <- data.frame()
put <- function(case, quantity, value)
  out <<- rbind(out, data.frame(case, quantity, value = sprintf("%.15g", value)))
block <- factor(d$stratum)
scores <- function(v) ave(v, block, FUN = function(u) rank(u) / (length(u) + 1))
for (y in c("y", "zeros", "tied", "coarse")) for (arm in c("arm", "small")) {
  v <- d[[y]]; a <- d[[arm]]
  case <- paste(y, arm)
  w <- wilcox.test(v[a == 1], v[a == 0], exact = FALSE, correct = TRUE)
  put(case, "asymptotic_u", w$statistic); put(case, "asymptotic_p", w$p.value)
  both <- data.frame(r = rank(v), a = factor(a))
  put(case, "exact_p", pvalue(independence_test(r ~ a, both, distribution = exact())))
  within <- data.frame(r = scores(v), a = factor(a, levels = c(1, 0)), block)
  e <- independence_test(r ~ a | block, within, teststat = "scalar")
  put(case, "elteren_z", statistic(e)); put(case, "elteren_p", pvalue(e))
  if (arm == "arm") next
  set.seed(7)
  e <- independence_test(r ~ a | block, within, teststat = "scalar",
                         distribution = approximate(nresample = 4e6))
  put(case, "elteren_permutation_p", pvalue(e))
}
for (y in c("y", "zeros", "tied")) {
  k <- kruskal.test(d[[y]], d$group)
  put(paste(y, "group"), "kruskal_h", k$statistic); put(paste(y, "group"), "kruskal_p", k$p.value)
  j <- cor.test(d[[y]], d$group, method = "kendall", exact = FALSE) # Jonckheere's test is its S
  put(paste(y, "group"), "trend_z", j$statistic); put(paste(y, "group"), "trend_p", j$p.value)
  r <- cor.test(d[[y]], d$x, method = "spearman", exact = FALSE)
  put(paste(y, "x"), "spearman_rho", r$estimate); put(paste(y, "x"), "spearman_p", r$p.value)
  r <- cor.test(d[[y]], d$x)
  put(paste(y, "x"), "pearson_r", r$estimate); put(paste(y, "x"), "pearson_p", r$p.value)
  a <- summary(lm(scores(d[[y]]) ~ scores(d$x) + block))$coefficients["scores(d$x)", ]
  put(paste(y, "x"), "stratified_t", a[["t value"]]); put(paste(y, "x"), "stratified_p", a[["Pr(>|t|)"]])
  a <- summary(lm(scores(d[[y]]) ~ scores(d$arm) + scores(d$x) + scores(d$zeros) + d$group + block))
  if (y != "zeros") {
    a <- a$coefficients["scores(d$arm)", ]
    put(paste(y, "arm"), "adjusted_t", a[["t value"]]); put(paste(y, "arm"), "adjusted_p", a[["Pr(>|t|)"]])
  }
}
for (t in list(c(12, 30, 5, 200), c(3, 1, 1, 3), c(0, 10, 12, 40), c(200, 40, 30, 150))) {
  case <- paste(t, collapse = " ")
  f <- fisher.test(matrix(t, 2)); g <- fisher.test(matrix(t, 2), alternative = "greater")
  put(case, "fisher_p", f$p.value); put(case, "fisher_greater", g$p.value)
}
out <- rbind(out, data.frame(case = R.version.string,
  quantity = "versions", value = paste("coin", packageVersion("coin"))))
write.table(out, file.path(target, "rank-r.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
