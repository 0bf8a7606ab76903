# Figures of R for test_effects_survival_published.py. Run in tests/reference: Rscript r/survival.R > r/survival.json
# R 4.2.2, survival 3.5-3.
library(survival)
list_of <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.12g", x)), collapse = ", "), "]")
spells <- read.csv("data/spells.csv")
spells$entered <- spells$entry

curve <- function(rows, times = c(5, 12, 20)) {
  fit <- survfit(Surv(entered, time, event) ~ 1, data = rows, conf.type = "log-log")
  at <- summary(fit, times = times)
  table <- summary(fit, rmean = 24)$table
  sprintf('{"survival": %s, "se": %s, "lower": %s, "upper": %s, "median": %s, "rmst": %s}',
          list_of(at$surv), list_of(at$std.err), list_of(at$lower), list_of(at$upper),
          list_of(table[c("median", "0.95LCL", "0.95UCL")]), list_of(table[5:6]))
}
cat("{\n")
for (name in unique(spells$group)) cat(sprintf('"%s": ', name), curve(spells[spells$group == name, ]), ",\n", sep = "")
cox <- coxph(Surv(entered, time, event) ~ age + sex, data = spells)
cat('"cox": ', list_of(coef(cox)), ', "cox_se": ', list_of(sqrt(diag(vcov(cox)))), ",\n", sep = "")
# With late entry the log-rank test is the score test of a Cox model without ties; survdiff takes none.
test <- survdiff(Surv(time, event) ~ group, data = spells)
cat('"log_rank_without_entry": ', sprintf("%.12g", test$chisq), ",\n", sep = "")
fit <- survfit(Surv(time, factor(cause)) ~ 1, data = spells)
at <- summary(fit, times = c(5, 12, 20))
for (kind in 1:2) {
  cat(sprintf('"incidence_%d": %s, "incidence_%d_se": %s', kind, list_of(at$pstate[, kind + 1]), kind,
              list_of(at$std.err[, kind + 1])), if (kind == 1) ",", "\n", sep = "")
}
cat("}\n")
