"""The lock of a design: only a ready one, refused by the database afterwards, and found out when it is rewritten."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from ready_design import QUESTION, SLUG, ready

from frirum.core.designs.guide.plan import Written
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.plan import EvaluationPlan, read_plan
from frirum.core.locking.chain import fingerprint
from frirum.core.locking.receipt import read_receipt
from frirum.core.paths import catalogue_dir
from frirum.core.report.html import render_html_fragment
from frirum.core.vocabulary.marks import in_groups
from frirum.web import clock
from frirum.web.designs import actions, review_actions
from frirum.web.designs.lock_actions import amend, lock_design
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import (
    Design,
    DesignAmendment,
    DesignLock,
    DesignState,
    DesignStep,
    OutcomesSource,
)
from frirum.web.designs.outcomes import note_outcomes_visible, seen_on_page
from frirum.web.designs.reading import content_of, definition_of, first_seen
from frirum.web.designs.status import document_of, form_lines, plan_file, status_of
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.locking.verifying import compare_receipt, tampering
from frirum.web.locking.writing import written_receipt
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail import guards
from frirum.web.trail.models import RowSeal
from frirum.web.trail.receipts import compare
from frirum.web.trail.receipts import read_receipt as read_trail_receipt
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
CHANGED = Written({}, ({**QUESTION, "smallest_relevant": "10"},))


@pytest.fixture
def draft(cast: Cast) -> Iterator[Design]:
    """A design that fulfils the checklist but for the reading by another."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        design = actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
        for key, written in ready(definition_of(design)).items():
            actions.save_step(design=design, step=key, written=written, revision=0, by=cast.karen)
        yield Design.objects.get(pk=design.pk)


@pytest.fixture
def approved(draft: Design, cast: Cast) -> Design:
    review_actions.submit_for_review(design=draft, reviewer=cast.lone, by=cast.karen)
    return review_actions.approve(design=draft, text="", by=cast.lone)


@pytest.fixture
def locked(approved: Design, cast: Cast) -> Design:
    lock_design(design=approved, by=cast.karen)
    return Design.objects.get(pk=approved.pk)


def sql(statement: str, *values: object) -> None:
    """What a database administrator can do: triggers off, change, triggers on."""
    guards.remove("default")
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values or None)
    guards.install("default")


def printed(design: Design) -> str:
    return render_html_fragment(document_of(design, dt.date(2027, 1, 1)))


def test_the_plan_leaves_as_the_file_that_evaluate_runs(approved: Design, cast: Cast, tmp_path: Path) -> None:
    """Not locked before the lock, locked after it, and not once it was changed with the outcomes in sight."""
    file = tmp_path / "plan.toml"

    def exported() -> EvaluationPlan:
        file.write_text(plan_file(Design.objects.get(pk=approved.pk)), encoding="utf-8")
        return read_plan(file)

    before = exported()
    assert before.lock is None
    assert [question.id for question in before.questions] == ["hurtigere-i-job/6m", "hurtigere-i-job/12m"]
    lock_design(design=approved, by=cast.karen)
    design = Design.objects.get(pk=approved.pk)
    after = exported()
    assert after.locked
    assert after.questions == before.questions
    amend(design=design, step="spoergsmaal", written=CHANGED, reason="Nyt tal.", major=True, by=cast.karen)
    assert exported().locked
    assert exported().questions[0].smallest_relevant != before.questions[0].smallest_relevant
    seen = {"slug": design.slug, "organisation": design.organisation, "source": OutcomesSource.STATEMENT}
    note_outcomes_visible(**seen, seen_on=clock.today(), by=cast.karen)
    again = Written({}, ({**QUESTION, "smallest_relevant": "15"},))
    amend(design=design, step="spoergsmaal", written=again, reason="Igen.", major=True, by=cast.karen)
    assert exported().lock is None


class TestLocking:
    """What may be locked, and by whom."""

    def test_an_unfinished_design_is_refused_with_what_is_wanting(self, draft: Design, cast: Cast) -> None:
        row = DesignStep.objects.get(design=draft, step="regler")
        actions.save_step(
            design=draft,
            step="regler",
            written=Written({"basis": "Loven"}),
            revision=row.revision,
            by=cast.karen,
        )
        with pytest.raises(InputRefused, match="Hjemlen er vedtaget") as refused:
            lock_design(design=draft, by=cast.karen)
        assert "En anden har læst designet" in refused.value.message
        assert not DesignLock.objects.exists()

    def test_a_design_under_review_waits_for_its_answer(self, draft: Design, cast: Cast) -> None:
        review_actions.submit_for_review(design=draft, reviewer=cast.lone, by=cast.karen)
        with pytest.raises(NotAllowed, match="til sparring"):
            lock_design(design=draft, by=cast.niels)

    def test_a_ready_design_is_locked_once_with_a_receipt_by_mail(self, locked: Design, cast: Cast) -> None:
        lock = locked.lock
        assert locked.state == DesignState.LOCKED
        assert lock.checklist_met
        assert lock.sha256 == fingerprint(bytes(lock.canonical))
        frozen = json.loads(bytes(lock.canonical))
        assert frozen["diagnoses"] == {"hurtigere-i-job": "kan_vise_relevant"}
        assert all(frozen["checklist"].values())
        mail = OutboxMail.objects.get(once_key=f"design-lock:{locked.reference}:0")
        assert mail.address == cast.karen.email
        assert lock.sha256 in mail.body
        assert read_receipt(mail.body).sha256 == lock.sha256
        assert written_receipt(DESIGN, locked, 0) == mail.body
        with pytest.raises(NotAllowed, match="allerede låst"):
            lock_design(design=locked, by=cast.karen)
        assert verify() == []

    def test_only_those_who_may_lock_lock_and_amend(self, approved: Design, cast: Cast) -> None:
        for other in (cast.lone, cast.otto):
            with pytest.raises(NotAllowed, match="ikke den rolle"):
                lock_design(design=approved, by=other)
        lock_design(design=approved, by=cast.niels)
        with pytest.raises(NotAllowed, match="ikke den rolle"):
            amend(design=approved, step="spoergsmaal", written=CHANGED, reason="X", major=True, by=cast.lone)

    def test_an_author_cannot_look_away_from_the_checklist(self, draft: Design, cast: Cast) -> None:
        with pytest.raises(NotAllowed, match="selv har skrevet"):
            lock_design(design=draft, by=cast.karen, override_reason="Vi har travlt.")

    def test_another_may_start_it_with_a_reason_that_is_printed(self, draft: Design, cast: Cast) -> None:
        with pytest.raises(InputRefused):
            lock_design(design=draft, by=cast.niels, override_reason="  ")
        lock_design(design=draft, by=cast.niels, override_reason="Loven træder i kraft i morgen.")
        draft.refresh_from_db()
        text = printed(draft)
        assert "Loven træder i kraft i morgen." in text
        assert "Niels Netværk" in text
        assert "En anden har læst designet og godkendt det" in text
        with pytest.raises(IntegrityError), transaction.atomic():
            DesignLock.objects.create(
                design=draft, canonical=b"", sha256="", checklist_met=False, after_outcomes=False,
                locked_by="x", locked_at=clock.now(),
            )  # fmt: skip


class TestFrozen:
    """What is locked is refused by the action and by the database."""

    def test_a_locked_step_is_refused_and_an_open_one_is_not(self, locked: Design, cast: Cast) -> None:
        before = content_of(locked)
        row = DesignStep.objects.get(design=locked, step="kriterier")
        with pytest.raises(NotAllowed, match="låst"):
            actions.save_step(
                design=locked, step="kriterier", written=Written(), revision=row.revision, by=cast.karen
            )
        assert content_of(locked) == before
        tid = DesignStep.objects.get(design=locked, step="tid")
        actions.save_step(
            design=locked, step="tid", written=Written({"time_line": "Fra 2027"}), revision=tid.revision, by=cast.karen
        )  # fmt: skip
        assert tampering(DESIGN, locked) == ()

    def test_the_database_refuses_raw_sql(self, locked: Design) -> None:
        for statement in (
            "UPDATE designs_designstep SET content = '{}' WHERE step = 'kriterier'",
            "UPDATE designs_designstep SET locked = false WHERE step = 'kriterier'",
            "DELETE FROM designs_designstep WHERE step = 'kriterier'",
            "UPDATE designs_design SET state = 'draft'",
            "UPDATE designs_designlock SET sha256 = ''",
            "DELETE FROM designs_designlock",
            "UPDATE designs_designversion SET number = 7",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert tampering(DESIGN, locked) == ()

    def test_a_post_to_a_locked_step_changes_nothing_and_gives_the_text_back(
        self, locked: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        address = f"/evalueringsdesign/{locked.reference}/trin/formaal/"
        answer = client.post(address, {"revision": "1", "felt-purpose": "Et helt nyt formål"})
        assert answer.status_code == 409
        assert "Et helt nyt formål" in answer.content.decode()
        assert "Et helt nyt formål" not in content_of(locked)["formaal"].value("purpose")


class TestAmendments:
    """Numbered, with a reason, major or minor, before or after outcomes."""

    def test_an_amendment_needs_a_reason_a_locked_step_and_something_new(
        self, locked: Design, cast: Cast
    ) -> None:
        with pytest.raises(InputRefused, match="begrundelse"):
            amend(design=locked, step="spoergsmaal", written=CHANGED, reason=" ", major=True, by=cast.karen)
        with pytest.raises(NotAllowed, match="ikke låst"):
            amend(design=locked, step="tid", written=Written(), reason="Ny plan", major=False, by=cast.karen)
        same = content_of(locked)["spoergsmaal"]
        with pytest.raises(InputRefused, match="det samme"):
            amend(design=locked, step="spoergsmaal", written=same, reason="Intet", major=False, by=cast.karen)
        assert not DesignAmendment.objects.exists()

    def test_a_draft_is_written_in_not_amended(self, draft: Design, cast: Cast) -> None:
        with pytest.raises(NotAllowed, match="ikke låst"):
            amend(design=draft, step="spoergsmaal", written=CHANGED, reason="X", major=True, by=cast.karen)

    def test_what_was_locked_stays_and_documents_tell_before_from_after(
        self, locked: Design, cast: Cast
    ) -> None:
        first = amend(
            design=locked, step="spoergsmaal", written=CHANGED, reason="For lille en ændring.", major=True, by=cast.karen
        )  # fmt: skip
        assert "Det er ændret 1 gang, heraf 0" in " ".join(form_lines(SLUG, VESTHIMMERLAND))
        note_outcomes_visible(
            slug=SLUG, organisation=VESTHIMMERLAND, source=OutcomesSource.ESTIMATE, by=cast.anders
        )
        second = amend(
            design=locked, step="formaal", written=Written({"purpose": "Et andet formål"}), reason="Klarere ord.",
            major=False, by=cast.karen,
        )  # fmt: skip
        assert (first.number, second.number) == (1, 2)
        assert second.previous == first.sha256
        assert (first.after_outcomes, second.after_outcomes) == (False, True)
        kept = DesignStep.objects.get(design=locked, step="spoergsmaal").content["items"][0]
        assert kept["smallest_relevant"] == "5"
        assert content_of(locked)["spoergsmaal"].value("smallest_relevant", 0) == "10"
        text = printed(locked)
        assert "før nogen udfald var set" in text
        assert "efter at udfald var set" in text
        assert "fra »5« til »10«" in text
        assert "For lille en ændring." in text
        assert "Det er ændret 2 gange, heraf 1 efter at udfald var set" in " ".join(
            form_lines(SLUG, VESTHIMMERLAND)
        )
        assert verify() == []

    def test_the_page_keeps_what_was_typed_when_the_reason_is_missing(
        self, locked: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        address = f"/evalueringsdesign/{locked.reference}/aendr/formaal/"
        answer = client.post(address, {"felt-purpose": "Et nyt formål", "major": "ja"})
        assert "Et nyt formål" in answer.content.decode()
        assert not DesignAmendment.objects.exists()
        client.post(address, {"felt-purpose": "Et nyt formål", "major": "ja", "reason": "Klarere."})
        assert DesignAmendment.objects.get().reason == "Klarere."
        receipt = client.get(f"/evalueringsdesign/{locked.reference}/kvittering-1.txt")
        assert read_receipt(receipt.content.decode()).number == 1


class TestOutcomes:
    """The first time outcomes became visible."""

    def test_only_an_earlier_day_than_known_counts(self, draft: Design, cast: Cast) -> None:
        def note(day: dt.date | None) -> bool:
            made = note_outcomes_visible(
                slug=SLUG, organisation=VESTHIMMERLAND, source=OutcomesSource.STATEMENT, seen_on=day, by=cast.karen
            )  # fmt: skip
            return made is not None

        today = clock.today()
        assert note(None)
        assert not note(today)
        assert note(today - dt.timedelta(days=30))
        assert first_seen(SLUG, VESTHIMMERLAND).seen_on == today - dt.timedelta(days=30)  # type: ignore[union-attr]
        with pytest.raises(InputRefused, match="fremtiden"):
            note(today + dt.timedelta(days=1))

    def test_a_lock_after_outcomes_were_seen_is_not_called_planned(
        self, approved: Design, cast: Cast
    ) -> None:
        assert "Designet er en kladde" in printed(approved)
        note_outcomes_visible(
            slug=SLUG, organisation=VESTHIMMERLAND, source=OutcomesSource.PAGE, by=cast.karen
        )
        lock_design(design=approved, by=cast.karen)
        approved.refresh_from_db()
        assert "er ikke planlagt på forhånd" in printed(approved)

    def test_an_earlier_day_learnt_later_counts_against_the_lock(self, locked: Design, cast: Cast) -> None:
        assert "Ingen udfald er set endnu" in printed(locked)
        note_outcomes_visible(
            slug=SLUG, organisation=VESTHIMMERLAND, source=OutcomesSource.STATEMENT,
            seen_on=clock.today() - dt.timedelta(days=3), by=cast.karen,
        )  # fmt: skip
        assert status_of(locked).locked_after_outcomes

    def test_the_page_of_an_experiment_with_figures_is_noted_for_those_who_have_a_design(
        self, draft: Design, cast: Cast
    ) -> None:
        seen_on_page(cast.karen, SLUG)
        assert first_seen(SLUG, VESTHIMMERLAND) is None  # planned: no outcomes yet
        text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
        running = text.replace('status = "planned"', 'status = "running"', 1)
        publish(text=running, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
        seen_on_page(cast.otto, SLUG)
        assert first_seen(SLUG, VESTHIMMERLAND) is None
        seen_on_page(cast.karen, SLUG)
        assert first_seen(SLUG, VESTHIMMERLAND).source == OutcomesSource.PAGE  # type: ignore[union-attr]


class TestTampering:
    """A hand-edited row and an older backup, against the database itself and against the receipt."""

    @pytest.fixture
    def receipt(self, locked: Design) -> str:
        return written_receipt(DESIGN, locked, 0)

    def test_an_untouched_lock_matches(self, locked: Design, receipt: str) -> None:
        compared = compare_receipt(read_receipt(receipt))
        assert compared.matches
        assert compared.later == 0

    def test_a_hand_edited_row_is_found_named_and_printed(self, locked: Design, receipt: str) -> None:
        sql(
            "UPDATE designs_designstep SET content = '{\"fields\": {}, \"items\": []}' WHERE step = 'kriterier'"
        )
        assert any("Succeskriterier" in line for line in tampering(DESIGN, locked))
        assert {"design_lock_differs", "row_changed"} <= {fault.code for fault in verify()}
        assert not compare_receipt(read_receipt(receipt)).matches
        assert "ændret uden om systemet" in printed(locked)
        assert any("Succeskriterier" in line for line in form_lines(SLUG, VESTHIMMERLAND))

    def test_hashes_written_anew_are_found_by_the_seals_and_by_the_receipt(
        self, locked: Design, receipt: str
    ) -> None:
        """Somebody who knows the format rewrites step, bytes and hash so that they agree with each other."""
        row = DesignStep.objects.get(design=locked, step="formaal")
        frozen = json.loads(bytes(locked.lock.canonical))
        row.content["fields"]["purpose"] = "Noget, vi kan opfylde"
        frozen["steps"]["formaal"] = row.content
        canonical = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        sql("UPDATE designs_designstep SET content = %s WHERE id = %s", json.dumps(row.content), row.pk)
        sql("UPDATE designs_designlock SET canonical = %s, sha256 = %s", canonical, fingerprint(canonical))
        design = Design.objects.get(pk=locked.pk)
        assert [line for line in tampering(DESIGN, design) if "2 rækker er ændret" in line]
        assert any("skrevet om" in line for line in compare_receipt(read_receipt(receipt)).faults)

    def test_one_changed_row_is_counted_as_one(self, locked: Design) -> None:
        sql("UPDATE designs_designlock SET override_reason = 'Aftalt'")
        assert "1 række er ændret uden om systemet." in tampering(DESIGN, Design.objects.get(pk=locked.pk))

    def test_every_part_of_the_lock_is_covered(self, locked: Design) -> None:
        for statement, fault in (
            ("UPDATE designs_designlock SET locked_by = 'user:x'", "tidspunkt, person"),
            ("UPDATE designs_designlock SET override_reason = 'Aftalt'", "tidspunkt, person"),
            ("UPDATE designs_designlock SET sha256 = 'x'", "fingeraftryk"),
            ("UPDATE designs_design SET slug = 'mikrolaan'", "tidspunkt, person"),
            ("DELETE FROM designs_designlock", "låsen er væk"),
        ):
            point = transaction.savepoint()
            sql(statement)
            assert any(fault in line for line in tampering(DESIGN, Design.objects.get(pk=locked.pk))), (
                statement
            )
            transaction.savepoint_rollback(point)

    def test_an_older_backup_restored_is_found_by_the_receipt(self, approved: Design, cast: Cast) -> None:
        """Everything is as it was before the lock, seals and trail too: only what is kept elsewhere knows better."""
        point = transaction.savepoint()
        lock_design(design=approved, by=cast.karen)
        receipt = written_receipt(DESIGN, Design.objects.get(pk=approved.pk), 0)
        transaction.savepoint_rollback(point)
        assert verify() == []
        [fault] = compare_receipt(read_receipt(receipt)).faults
        assert "ældre sikkerhedskopi" in fault

    def test_a_backup_from_before_an_amendment_is_found_by_its_receipt(
        self, locked: Design, cast: Cast
    ) -> None:
        point = transaction.savepoint()
        amend(design=locked, step="spoergsmaal", written=CHANGED, reason="X", major=True, by=cast.karen)
        receipt = written_receipt(DESIGN, locked, 1)
        assert compare_receipt(read_receipt(written_receipt(DESIGN, locked, 0))).later == 1
        transaction.savepoint_rollback(point)
        [fault] = compare_receipt(read_receipt(receipt)).faults
        assert "Ændring 1 findes ikke her" in fault

    def test_a_removed_amendment_breaks_the_chain(self, locked: Design, cast: Cast) -> None:
        for step, written in (("spoergsmaal", CHANGED), ("formaal", Written({"purpose": "Andet"}))):
            amend(design=locked, step=step, written=written, reason="X", major=True, by=cast.karen)
        sql("DELETE FROM designs_designamendment WHERE number = 1")
        sql("DELETE FROM trail_rowseal WHERE subject LIKE 'designs.designamendment%'")
        assert any("mangler en ændring" in line for line in tampering(DESIGN, locked))
        assert RowSeal.objects.filter(subject__startswith="design:").exists()

    def test_the_command_line_reads_the_same_receipt(
        self, locked: Design, receipt: str, tmp_path: Path
    ) -> None:
        path = tmp_path / "kvittering.txt"
        path.write_text(receipt, encoding="utf-8")
        assert list(compare(read_trail_receipt(path))) == []
        sql("UPDATE designs_designlock SET sha256 = 'x'")
        assert {one.code for one in compare(read_trail_receipt(path))} == {"design_receipt_differs"}
        path.write_text(re.sub(r'"reference":"[^"]*"', '"reference":"x"', receipt), encoding="utf-8")
        assert {one.code for one in compare(read_trail_receipt(path))} == {"receipt_unreadable"}

    def test_the_page_answers_anybody_who_has_a_receipt(
        self, locked: Design, receipt: str, client: Client
    ) -> None:
        address = "/kvittering/"
        assert "Kvitteringen passer" in client.post(address, {"text": receipt}).content.decode()
        assert "ikke en kvittering" in client.post(address, {"text": "hej"}).content.decode()
        assert "Indsæt kvitteringen" in client.post(address, {}).content.decode()
        sql("UPDATE designs_designlock SET sha256 = 'x'")
        assert "Kvitteringen passer ikke" in client.post(address, {"text": receipt}).content.decode()
        gone = receipt.replace(str(locked.reference), "00000000-0000-4000-8000-000000000000")
        assert "findes ikke her" in client.post(address, {"text": gone}).content.decode()


class TestWhatEverybodySees:
    """A locked design stands on the public page: hash, day, amendments as a difference, embargo."""

    PAGE = f"/forsoeg/{SLUG}/laaste-design/"

    def document(self, design: Design) -> str:
        return f"{self.PAGE}{design.reference}/evalueringsdesign.html"

    def test_the_hash_the_day_and_the_content(self, locked: Design, client: Client) -> None:
        page = client.get(self.PAGE).content.decode()
        assert in_groups(locked.lock.sha256) in page
        assert "Vesthimmerlands Kommune" in page
        assert "Karen" not in page
        answer = client.get(self.document(locked))
        assert answer.status_code == 200
        assert "Kommer nyledige hurtigere" in answer.content.decode()
        assert "Karen" not in answer.content.decode()

    def test_an_amendment_stands_as_a_difference(self, locked: Design, cast: Cast, client: Client) -> None:
        amend(
            design=locked, step="spoergsmaal", written=CHANGED, reason="For lille.", major=True, by=cast.karen
        )
        page = client.get(self.PAGE).content.decode()
        assert "For lille." in page
        assert re.search(r"<del>.*?5.*?</del>", page, re.DOTALL)
        assert re.search(r"<ins>.*?10.*?</ins>", page, re.DOTALL)

    def test_under_embargo_only_that_it_is_locked(self, approved: Design, cast: Cast, client: Client) -> None:
        later = clock.today() + dt.timedelta(days=100)
        lock_design(design=approved, by=cast.karen, public_from=later)
        amend(
            design=approved, step="spoergsmaal", written=CHANGED, reason="Hemmelig grund.", major=True, by=cast.karen
        )  # fmt: skip
        page = client.get(self.PAGE).content.decode()
        assert "Lukket til" in page
        assert "Hemmelig grund." not in page
        assert "<del>" not in page
        assert client.get(self.document(approved)).status_code == 404
        assert tampering(DESIGN, Design.objects.get(pk=approved.pk)) == ()
        with clock.at(dt.datetime.combine(later, dt.time(12), tzinfo=clock.COPENHAGEN)):
            assert "Hemmelig grund." in client.get(self.PAGE).content.decode()
            assert client.get(self.document(approved)).status_code == 200

    def test_an_embargo_has_an_end(self, approved: Design, cast: Cast) -> None:
        with pytest.raises(InputRefused, match="4 år"):
            lock_design(
                design=approved, by=cast.karen, public_from=clock.today() + dt.timedelta(days=5 * 366)
            )

    def test_a_question_that_cannot_be_answered_is_accepted_in_the_open(
        self, draft: Design, cast: Cast, client: Client
    ) -> None:
        row = DesignStep.objects.get(design=draft, step="spoergsmaal")
        written = Written({}, ({**QUESTION, "smallest_relevant": "1"},))
        actions.save_step(
            design=draft, step="spoergsmaal", written=written, revision=row.revision, by=cast.karen
        )
        lock_design(design=draft, by=cast.niels, override_reason="Vi vil lære at måle.")
        page = client.get(self.PAGE).content.decode()
        assert "Vi vil lære at måle." in page
        assert "Niels Netværk" in page
        assert re.search(
            r"Det er accepteret, at »Kommer nyledige .*?« ikke kan besvares; sandsynligheden er", page
        )

    def test_a_draft_is_not_there(self, approved: Design, client: Client) -> None:
        assert "Intet design af forsøget er låst" in client.get(self.PAGE).content.decode()
        assert client.get(self.document(approved)).status_code == 404


def test_a_lock_after_the_start_is_said_on_page_document_and_receipt(
    approved: Design, cast: Cast, client: Client
) -> None:
    with clock.at(dt.datetime(2027, 1, 15, 12, tzinfo=clock.COPENHAGEN)):
        lock_design(design=approved, by=cast.karen)
        said = "Låst 14 dage efter, at forsøget begyndte 1. januar 2027"
        cast.log_in(client, cast.karen)
        design = Design.objects.get(pk=approved.pk)
        assert said in client.get(f"/evalueringsdesign/{design.reference}/").content.decode()
        assert said in printed(design)
        assert said in written_receipt(DESIGN, design, 0)
        assert said in " ".join(form_lines(SLUG, VESTHIMMERLAND))
        assert said in client.get(TestWhatEverybodySees.PAGE).content.decode()
