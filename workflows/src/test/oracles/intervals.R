# Intervals of Kaplan-Meier curves on three scales, for KaplanMeierIntervalTest.
# Rscript intervals.R ../resources/survival   (R 4.2.2, survival 3.5-3)
library(survival)
folder <- commandArgs(TRUE)[1]
lung <- read.csv(file.path(folder, "lung.csv"))
waltons <- read.csv(file.path(folder, "waltons.csv"))
leukemia <- read.table(file.path(folder, "leukemia-anderson.txt"), header = TRUE)
curves <- list(
  list("lung.csv", Surv(lung$time, lung$status), "sex", lung$sex),
  list("waltons.csv", Surv(waltons$T, waltons$E), "group", waltons$group),
  list("leukemia-anderson.txt", Surv(leukemia$t, leukemia$status), "Rx", leukemia$Rx))
out <- NULL
for (curve in curves) {
  for (type in c("log", "log-log", "plain")) {
    for (level in sort(unique(curve[[4]]))) {
      fit <- survfit(curve[[2]][curve[[4]] == level] ~ 1, conf.type = type)
      half <- summary(fit)$table[c("0.95LCL", "0.95UCL")]
      # The first and last three times, and what is between in steps.
      at <- unique(c(1:3, seq(1, length(fit$time), by = 7), length(fit$time) - 2:0))
      own <- data.frame(
        quantity = c("0.95LCL", "0.95UCL", paste0("lower@", fit$time[at]), paste0("upper@", fit$time[at])),
        value = c(half, fit$lower[at], fit$upper[at]))
      out <- rbind(out, data.frame(
        table = curve[[1]], by = curve[[3]], level = level, scale = type,
        quantity = own$quantity, value = ifelse(is.na(own$value), "NA", sprintf("%.12g", own$value))))
    }
  }
}
write.table(out, file.path(folder, "intervals-r.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
