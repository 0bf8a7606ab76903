"""Waves of surveys: who is asked, by which link, and what came of it; the answers lie in `survey_answers`."""
