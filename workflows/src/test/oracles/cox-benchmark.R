# Processor seconds of R's coxph on the table of CoxBenchmark and prints its coefficients:
#   Rscript cox-benchmark.R TABLE.csv
library(survival)
table <- read.csv(commandArgs(trailingOnly = TRUE)[1])
covariates <- as.matrix(table[, -(1:2)])
outcome <- Surv(table$time, table$event)
processor <- function() sum(system.time(coxph(outcome ~ covariates, ties = "efron"))[1:2])
seconds <- replicate(10, processor())
cat("median", median(seconds), "\n")
fit <- coxph(outcome ~ covariates, ties = "efron")
cat(sprintf("%.17g\n", coef(fit)), sep = "")
