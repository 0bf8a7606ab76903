"""The catalogue as flat tables for other programs: the same rows as JSON and as CSV.

Keys and codes are English identifiers and never change with the reader's language; texts are Danish with an
English twin where the definition has one. A list in a cell is a list in JSON and joined by " | " in CSV. What
no source states is null in JSON and empty in CSV.
"""

from frirum.core.catalogue.datasets.compilations import CONCLUSIONS, DECISIONS, RECOMMENDATIONS
from frirum.core.catalogue.datasets.course import EVENTS, NETWORKS, PARTICIPATION
from frirum.core.catalogue.datasets.dataset import Cells, Dataset, csv_rows
from frirum.core.catalogue.datasets.experiments import EXPERIMENTS, experiment_cells
from frirum.core.catalogue.datasets.figures import DOUBTS, FIGURES
from frirum.core.catalogue.datasets.law import LAW_EVENTS, PROVISIONS

__all__ = ["DATASETS", "EXPERIMENTS", "Cells", "Dataset", "csv_rows", "experiment_cells"]

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        EXPERIMENTS,
        DECISIONS,
        CONCLUSIONS,
        RECOMMENDATIONS,
        NETWORKS,
        PARTICIPATION,
        EVENTS,
        FIGURES,
        DOUBTS,
        LAW_EVENTS,
        PROVISIONS,
    )
}
"""Every table by its name, in the order they are listed."""
