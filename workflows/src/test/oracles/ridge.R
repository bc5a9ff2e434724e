# Makes ../resources/stats/ridge-r.tsv: Rscript ridge.R ../resources
suppressMessages(library(survival))
resources <- commandArgs(trailingOnly = TRUE)[1]
d <- read.csv(file.path(resources, "survival/gbsg2.csv"))
x <- scale(as.matrix(d[, c("age", "tsize", "pnodes", "progrec", "estrec")]))
out <- data.frame()
for (theta in c(300, 100, 30, 10, 3)) {
  f <- coxph(Surv(d$time, d$cens) ~ ridge(x, theta = theta, scale = FALSE) + strata(d$menostat),
             control = coxph.control(eps = 1e-13, iter.max = 50))
  out <- rbind(out, data.frame(theta, term = colnames(x), value = sprintf("%.12g", coef(f))))
}
out$r <- R.version.string
write.table(out, file.path(resources, "stats/ridge-r.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
