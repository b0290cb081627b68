"""What is said to be saved at the end is what is saved, whether or not the answer came in time."""

from digest_tui.paper import Marks, Verdict
from digest_tui.tui.pending import PendingMarks

STARRED = Marks(Verdict.STARRED)


def test_a_mark_whose_answer_never_came_counts_by_what_is_saved() -> None:
    pending = PendingMarks()
    pending.begin({"saved": STARRED, "lost": STARRED})
    saved = {"saved": Marks(Verdict.STARRED, at=7), "lost": Marks()}
    assert pending.unsaved(saved.__getitem__) == 1


def test_a_refused_mark_counts_once_and_until_it_is_saved() -> None:
    pending = PendingMarks()
    saved = {"paper": Marks()}
    pending.begin({"paper": STARRED})
    pending.refused(["paper"], "Not saved: disk full.")
    assert pending.unsaved(saved.__getitem__) == 1
    pending.begin({"paper": STARRED})
    assert pending.unsaved(saved.__getitem__) == 1
    saved["paper"] = STARRED
    pending.saved(["paper"])
    assert pending.unsaved(saved.__getitem__) == 0
