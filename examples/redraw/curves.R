# Survival curves of one comparison, from the tables of a run, as PDF. Base R.
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 3) stop("usage: Rscript curves.R RUN/analysis BY OUT.pdf", call. = FALSE)
folder <- arguments[1]
by <- arguments[2]

read <- function(name) {
  table <- read.csv(file.path(folder, name), check.names = FALSE)
  table[table$by == by & table$level == "pan-cancer", ]
}
curves <- read("kaplan_meier.csv")
if (nrow(curves) == 0) stop("kaplan_meier.csv has no comparison by '", by, "'", call. = FALSE)
endpoint <- curves$endpoint[1]
curves <- curves[curves$endpoint == endpoint, ]
tests <- read("logrank.csv")
tests <- tests[tests$endpoint == endpoint, ]

groups <- unique(as.character(curves$group))
colours <- rep_len(c("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"), length(groups))
year <- 365.25
years <- max(curves$time) / year
ticks <- seq(0, floor(years), by = if (years <= 10) 1 else 5)

pdf(arguments[3], width = 8, height = 6)
par(mar = c(5 + length(groups), 7, 3, 1))
title <- paste(endpoint, "by", by)
if (nrow(tests) > 0) title <- paste0(title, ", log-rank p = ", signif(tests$p[1], 2))
plot(NULL, xlim = c(0, years), ylim = c(0, 1), xlab = "years; below: patients at risk", ylab = "share without the event",
     main = title, las = 1, xaxt = "n")
axis(1, ticks)
for (g in seq_along(groups)) {
  of <- curves[curves$group == groups[g], ]
  lines(of$time / year, of$survival, type = "s", col = colours[g], lwd = 2)
  risk <- sapply(ticks, function(t) c(of$at_risk[abs(of$time - t * year) < 1e-6], 0)[1])
  mtext(risk, side = 1, line = 3 + g, at = ticks, cex = 0.8)
  mtext(groups[g], side = 1, line = 3 + g, at = -0.05 * years, adj = 1, cex = 0.8, col = colours[g])
}
invisible(dev.off())
cat(arguments[3], "\n")
