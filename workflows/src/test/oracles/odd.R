# Survival tables that nobody would wish for, and what R makes of them, for SurvivalCommandTest.
# Rscript odd.R ../resources/survival   (R 4.2.2, survival 3.5-3)
library(survival)
folder <- commandArgs(TRUE)[1]
set.seed(20261130)
out <- NULL
add <- function(dataset, model, quantity, term, value) {
  out <<- rbind(out, data.frame(dataset, model, quantity, term,
    value = ifelse(is.na(value), "NA", sprintf("%.15g", value))))
}
keep <- function(dataset, table) {
  numbers <- sapply(table, is.double)
  table[numbers] <- lapply(table[numbers], function(v) sprintf("%.17g", v))
  write.csv(table, file.path(folder, paste0(dataset, ".csv")), row.names = FALSE, quote = FALSE)
  read.csv(file.path(folder, paste0(dataset, ".csv")))
}
curves <- function(dataset, data, surv, by, at) {
  model <- paste("KM", surv, "~", by)
  fit <- survfit(as.formula(paste(surv, "~", by)), data = data)
  half <- summary(fit)$table
  if (is.null(dim(half))) half <- t(half)
  for (i in seq_len(nrow(half))) {
    term <- if (by == "1") "all" else names(fit$strata)[i]
    at_times <- summary(if (by == "1") fit else fit[i], times = at, extend = TRUE)
    add(dataset, model, c("records", "events", "median", "0.95LCL", "0.95UCL"), term,
      half[i, c("records", "events", "median", "0.95LCL", "0.95UCL")])
    add(dataset, model, paste0("surv@", at), term, at_times$surv)
    add(dataset, model, paste0("greenwood_se@", at), term, at_times$std.err)
    add(dataset, model, paste0("n_risk@", at), term, at_times$n.risk)
  }
}
groups <- function(dataset, data, surv, by) {
  fit <- survdiff(as.formula(paste(surv, "~", by)), data = data)
  df <- length(fit$n) - 1
  add(dataset, paste("logrank rho 0", surv, "~", by), c("chisq", "df", "p"), "",
    c(fit$chisq, df, pchisq(fit$chisq, df, lower.tail = FALSE)))
  add(dataset, paste("logrank rho 0", surv, "~", by), "observed", names(fit$n), fit$obs)
  add(dataset, paste("logrank rho 0", surv, "~", by), "expected", names(fit$n), fit$exp)
}
cox <- function(dataset, data, surv, terms, ties) {
  model <- paste("coxph", ties, surv, "~", terms)
  fit <- coxph(as.formula(paste(surv, "~", terms)), data = data, ties = ties,
    control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  c0 <- concordance(fit)
  add(dataset, model,
    c("n", "events", "loglik_null", "loglik", "lrt_chisq", "wald_chisq", "score_chisq", "concordance", "concordance_se"), "",
    c(fit$n, fit$nevent, fit$loglik, 2 * diff(fit$loglik), fit$wald.test, fit$score, c0$concordance, sqrt(c0$var)))
  b <- coef(fit)
  se <- sqrt(diag(vcov(fit)))
  for (row in list(list("coef", b), list("se", se), list("z", b / se), list("p", 2 * pnorm(-abs(b / se))),
    list("hr_lo95", exp(b - qnorm(0.975) * se)), list("hr_hi95", exp(b + qnorm(0.975) * se)))) {
    add(dataset, model, row[[1]], names(b), row[[2]])
  }
  zph <- cox.zph(fit, terms = FALSE)$table
  add(dataset, model, "zph_km_chisq", rownames(zph), zph[, 1])
  add(dataset, model, "zph_km_p", rownames(zph), zph[, 3])
}

# Times that two programs computed: 0.3 and 0.1 + 0.1 + 0.1 are one. Some enter when others leave.
n <- 120
steps <- sample(1:12, n, TRUE)
summed <- sapply(steps, function(k) Reduce(`+`, rep(0.1, k)))
time <- ifelse(runif(n) < 0.5, summed, steps * 0.1)
late <- steps > 4 & runif(n) < 0.4
entry <- ifelse(late, ifelse(runif(n) < 0.5, 0.1 + 0.1 + 0.1, 0.3), 0)
x <- round(rnorm(n), 3)
status <- as.integer(runif(n) < plogis(0.5 + x))
rounded <- keep("odd-rounded", data.frame(entry, time, status, x, g = as.integer(runif(n) < 0.5)))
curves("odd-rounded", rounded, "Surv(time, status)", "g", c(0.3, 0.7))
groups("odd-rounded", rounded, "Surv(time, status)", "g")
curves("odd-rounded", rounded, "Surv(entry, time, status)", "1", c(0, 0.25, 0.3, 0.75, 2))
for (ties in c("efron", "breslow")) {
  cox("odd-rounded", rounded, "Surv(time, status)", "x", ties)
  cox("odd-rounded", rounded, "Surv(entry, time, status)", "x + g", ties)
}

# Two covariates that are nearly one: coefficients far from 0 that have a maximum all the same.
n <- 200
a <- rnorm(n)
died <- ceiling(rexp(n) * exp(-0.5 * a) * 100)
left <- ceiling(rexp(n) * 150)
near <- keep("odd-near", data.frame(time = pmin(died, left), status = as.integer(died <= left),
  a, b = a + 1e-3 * rnorm(n), c = a + 1e-4 * rnorm(n)))
cox("odd-near", near, "Surv(time, status)", "a + b", "efron")
cox("odd-near", near, "Surv(time, status)", "a + c", "efron")

write.table(out, file.path(folder, "odd-r.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
