# Figures of R for test_effects_ordinal_published.py. Run in tests/reference: Rscript r/ordinal.R > r/ordinal.json
# R 4.2.2, ordinal 2022.11-16.
suppressMessages(library(ordinal))
list_of <- function(x) paste0("[", paste(sprintf("%.10g", x), collapse = ", "), "]")
wine <- read.csv("data/wine.csv")
wine$answer <- factor(wine$rating, ordered = TRUE)
plain <- clm(answer ~ temp + contact, data = wine)
mixed <- clmm(answer ~ temp + contact + (1 | judge), data = transform(wine, judge = factor(judge)), nAGQ = 21)
for (name in c("plain", "mixed")) {
  table <- summary(get(name))$coefficients
  cat(if (name == "plain") "{\n" else ",\n", sprintf('"%s": {"estimates": %s, "errors": %s', name, list_of(table[, 1]), list_of(table[, 2])), sep = "")
  if (name == "mixed") cat(sprintf(', "variance": %.10g', VarCorr(mixed)$judge[1]))
  cat(sprintf(', "log_likelihood": %.12g}', logLik(get(name))))
}
cat("\n}\n")
