# Reference numbers for shares, strata, CR2 and permutation. Run from the root of the project:
#   Rscript tests/reference/r/effects_few.R
# Writes tests/reference/data/effects_few.json and tests/reference/data/apistrat.csv.
# Debian 12: R 4.2.2, survey 4.1.1, clubSandwich 0.5.8, sandwich 3.0.2, coin 1.4.2.
suppressPackageStartupMessages({
  library(survey); library(clubSandwich); library(sandwich); library(coin)
})
out <- "tests/reference/data"

write_json <- function(x, path) {
  show <- function(v) {
    if (is.list(v)) {
      inner <- vapply(names(v), function(n) paste0('"', n, '": ', show(v[[n]])), "")
      return(paste0("{\n", paste(inner, collapse = ",\n"), "}"))
    }
    text <- ifelse(is.na(v), "null", formatC(v, digits = 15, format = "g"))
    if (is.character(v)) text <- paste0('"', v, '"')
    if (length(text) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
  }
  writeLines(show(x), path)
}

# Stratified mean with finite-population correction: the Academic Performance Index sample of the survey package.
data(api)
design <- svydesign(id = ~1, strata = ~stype, data = apistrat, fpc = ~fpc)
mean_api <- svymean(~api00, design)
total_api <- svytotal(~enroll, design)
write.csv(apistrat[, c("stype", "fpc", "api00", "enroll")], file.path(out, "apistrat.csv"),
          row.names = FALSE, quote = FALSE)
survey <- list(
  mean = as.numeric(coef(mean_api)), mean_se = as.numeric(SE(mean_api)),
  mean_t = as.numeric(confint(mean_api, df = degf(design))),
  total = as.numeric(coef(total_api)), total_se = as.numeric(SE(total_api)),
  by_stratum_se = as.numeric(SE(svyby(~api00, ~stype, design, svymean))))

# CR2 with Satterthwaite: a panel with unequal clusters (Prop 99 sales, three treated states), and 98 numbers.
sales <- read.csv(file.path(out, "california_prop99.csv"))
sales$log <- log(sales$packs_per_capita)
keep <- !(as.integer(factor(sales$state)) %% 5 == 0 & sales$year %% 3 == 0)
sales <- sales[keep, ]
sales$on <- as.numeric(sales$state %in% c("California", "Nevada", "Utah") & sales$year >= 1989)
fit <- lm(log ~ on + year + I((year - 1985)^2), data = sales)
table <- coef_test(fit, vcov = "CR2", cluster = sales$state, test = "Satterthwaite")
cr2 <- list(coefficients = as.numeric(table$beta), se = as.numeric(table$SE),
            df = as.numeric(table$df), p = as.numeric(table$p_Satt))

unit <- data.frame(y = sin(1:98 * 1.7) * (1 + (1:98 %% 5)), d = as.numeric(1:98 %in% c(3, 14, 15, 92, 65)))
collapsed <- lm(y ~ d, data = unit)
small <- coef_test(collapsed, vcov = "CR2", cluster = 1:98, test = "Satterthwaite")
cr2_units <- list(beta = as.numeric(small$beta[2]), se = as.numeric(small$SE[2]),
                  df = as.numeric(small$df[2]), p = as.numeric(small$p_Satt[2]))

# Exact permutation of k = 5 of 14, with and without strata.
few <- data.frame(y = round(sin(1:14 * 1.7) * 3 + (1:14 %in% c(2, 5, 7, 11, 13)) * 2, 2),
                  d = factor(as.numeric(1:14 %in% c(2, 5, 7, 11, 13))), s = factor(rep(c("a", "b"), each = 7)))
permutation <- list(
  p = as.numeric(pvalue(oneway_test(y ~ d, data = few, distribution = "exact"))))

shares <- list(
  binom_3_10 = as.numeric(binom.test(3, 10)$conf.int),
  wilson_3_10 = as.numeric(prop.test(3, 10, correct = FALSE)$conf.int),
  fisher = c(fisher.test(matrix(c(3, 7, 8, 1), 2))$p.value, fisher.test(matrix(c(12, 188, 3, 197), 2))$p.value,
             fisher.test(matrix(c(0, 10, 5, 5), 2))$p.value))

# Pooled t of one treated unit (Lee and Wooldridge): lm on collapsed Proposition 99 numbers.
all <- read.csv(file.path(out, "california_prop99.csv")); all$log <- log(all$packs_per_capita)
after <- tapply(all$log[all$year >= 1989], all$state[all$year >= 1989], mean)
before <- tapply(all$log[all$year < 1989], all$state[all$year < 1989], mean)
one <- summary(lm(as.numeric(after - before) ~ (names(after) == "California")))$coefficients[2, ]
lee <- list(point = one[[1]], se = one[[2]], p = one[[4]])

write_json(list(survey = survey, cr2 = cr2, cr2_units = cr2_units, permutation = permutation,
                shares = shares, lee_wooldridge = lee), file.path(out, "effects_few.json"))
