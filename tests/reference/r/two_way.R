# Two-way fixed effects with clustered errors, from dummies: the numbers in two_way.json.
# Run from the folder tests/reference: Rscript r/two_way.R > r/two_way.json   (R 4.2.2, sandwich 3.0-2)
suppressMessages(library(sandwich))

two_way <- function(data, outcome, unit, weights) {
  data$u <- factor(data[[unit]])
  data$t <- factor(data$year)
  data$d <- as.numeric(data$first_treated > 0 & data$year >= data$first_treated)
  data$y <- data[[outcome]]
  data$w <- if (is.null(weights)) 1 else data[[weights]]
  fit <- lm(y ~ d + u + t, data = data, weights = w)
  plain <- vcovCL(fit, cluster = data$u, type = "HC0", cadjust = FALSE)["d", "d"]
  n <- nrow(data); g <- nlevels(data$u); k <- nlevels(data$t) + 1
  se <- sqrt(plain * g / (g - 1) * (n - 1) / (n - k))
  p <- 2 * pt(-abs(coef(fit)[["d"]] / se), g - 1)
  sprintf('{"point": %.12g, "se": %.12g, "p_value": %.12g}', coef(fit)[["d"]], se, p)
}

mpdta <- read.csv("data/mpdta.csv")
castle <- read.csv("data/castle.csv")
cat("{\n")
cat('"mpdta": ', two_way(mpdta, "lemp", "county", NULL), ",\n", sep = "")
cat('"castle": ', two_way(castle, "l_homicide", "state", NULL), ",\n", sep = "")
cat('"castle_weighted": ', two_way(castle, "l_homicide", "state", "population"), "\n", sep = "")
cat("}\n")
