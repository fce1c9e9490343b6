"""The texts of the recordings and attachments of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def _map(**words: str) -> Mapping[str, str]:
    return field(default_factory=lambda: words)


@dataclass(frozen=True)
class FileTexts:
    title: str = "Files"
    looking: str = "Looking for recordings and attachments …"
    nothing: str = "No recordings or attachments go with this answer."
    progress: str = "{done} of {all} decided"
    col_state: str = "to say"
    col_name: str = "name"
    col_record: str = "record"
    col_decision: str = "decision"
    col_speaker: str = "speaker"
    col_by: str = "by"
    needs: Mapping[str, str] = _map(speaker="who speaks", decision="ship or not")
    said: str = "decided"
    saving: str = "…"
    decision: Mapping[str, str] = _map(ship="ship", withhold="withhold", replaced="another")
    speaker: Mapping[str, str] = _map(speaker_confirmed="theirs", speaker_not_theirs="not theirs")
    size: str = "{n} kB"
    recording: str = "a recording"
    attachment: str = "an attachment"
    kept_back: str = "Still to say: {what}. Until then the answer cannot be released."
    by: str = "{said} by {by} on {when}: {reason}"
    ask: Mapping[str, str] = _map(
        ship="Ship the file as it is, because",
        withhold="Withhold the file, because",
        replaced="Ship another file in its place",
        speaker_confirmed="The person speaks in it, because",
        speaker_not_theirs="Somebody else speaks in it, because",
    )
    usual: Mapping[str, str] = _map(
        ship="Looked at: it concerns the person alone.",
        withhold="It concerns other people (Article 15(4)).",
        replaced="What concerns other people is muted or blackened.",
        speaker_confirmed="Listened to: the person speaks.",
        speaker_not_theirs="Listened to: somebody else speaks.",
    )
    keys: str = "Enter takes this reason, the one given last. Typing writes another."
    say_reason: str = "Say why: the decision is recorded."
    path: str = "file"
    path_hint: str = "path of the muted or blackened file"
    reason: str = "because"
    say_path: str = "Say which file goes in its place."
    save: str = "Save a copy to listen to or look at"
    save_about: str = (
        "The copy lies outside the store, readable by you alone, and the look is recorded. Delete "
        "it when you have listened or looked."
    )
    save_yes: str = "Save"
    save_path: str = "Save as"
    say_place: str = "Say to which file the copy goes."
    saved: str = "Saved: {path}. Delete it when you have listened or looked."
    not_recording: str = "Nobody speaks in an attachment: ship, withhold or replace it."
    no_file: str = "There is no file under the mark."
    all_said: str = "Nothing is left to say about the files of this answer."


F: Final = FileTexts()
