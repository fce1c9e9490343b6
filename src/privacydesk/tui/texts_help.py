"""Labels of the actions, and the help page of each screen: the rest of the text catalogue.

The first lines of a help page say what the screen is for; the keys are added from the registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ACTION_TEXTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # everywhere
        "help": ("Help", "What this screen is for, and its keys."),
        "back": ("Back", "Leave this screen."),
        "quit": ("Quit", "Leave PrivacyDesk. Everything done so far is kept."),
        "find": ("Find", "Look somebody up by anything known about them."),
        "new_request": ("New request", "Log what a person asked for."),
        "import_data": ("Import", "Read an export of one of your systems."),
        "systems": ("Systems", "Where data about people live, imported or not."),
        "retention": ("Periods", "What is past its storage period, and what is kept back."),
        "policy": ("Policy", "Whether the policy pack in force holds against the GDPR."),
        "theme": ("Light/dark", "Change between the light and the dark theme."),
        "palette": ("Commands", "Every action, person and case by name."),
        "refresh": ("Refresh", "Read this screen again."),
        "copy": ("Copy", "Copy the text, or save it to a file."),
        # desk
        "open_case": ("Open", "Open the case under the mark."),
        "assign": ("Take", "Take the case; once more gives it back."),
        "filter": ("Filter", "Next filter: all, overdue, this week, unassigned, mine."),
        # find
        "open_person": ("Open", "Open the person under the mark. The look-up is recorded."),
        "attach_here": ("This is them", "Make the person under the mark the person of the case."),
        # subject
        "next_tab": ("Next tab", "The next tab."),
        "previous_tab": ("Previous tab", "The tab before."),
        "suggestions": ("Same person?", "Compare with people who may be the same."),
        "accept": ("Same", "Join the two: they are one person."),
        "reject": ("Different", "Keep the two apart."),
        "undo": ("Undo", "Undo the decision made last."),
        "read": ("Read", "Read the record on the full screen."),
        # case
        "next_step": ("Next step", "Do what is next for this case."),
        "attach_person": ("Person", "Find the person of this case."),
        "open_subject": ("What is held", "Open what is held on the person of this case."),
        "record_event": ("Event", "Record what happened: asked, answered, extended, acted ..."),
        "record_answer": ("Answered", "Record that the person answered our question."),
        "search_systems": ("Search systems", "Search every imported system now."),
        "record_search": ("Outcome", "Record what the search in a system gave."),
        "add_hit": ("Add hit", "Add by hand what a system holds that is not imported."),
        "ask_owner": ("Ask owner", "Record that its owner was asked, and when to remind them."),
        "request_letter": ("Request letter", "Write the letter that asks to search (Art. 28)."),
        "list_candidates": ("Candidates", "List, without time limit, what may also be theirs."),
        "decide_candidates": ("Decide", "Go to the candidates that are undecided."),
        "theirs": ("Theirs", "The candidate is this person's."),
        "not_theirs": ("Not theirs", "The candidate is somebody else's."),
        "write_report": ("Report", "Write the access report (Art. 15)."),
        "write_package": ("Package", "Write the portability package (Art. 20)."),
        "preview": ("Preview", "Read the answer as it would be written now."),
        "letters": ("Letters", "Read, edit and write the letters of this case."),
        "state_facts": ("Facts", "State what this letter needs and nobody said yet."),
        "edit_letter": ("Edit", "Edit the text of this letter for this case."),
        "use_template": ("Template", "Drop the edited text and use the template again."),
        "write_letter": ("Write", "Write this letter as a draft."),
        "keep_text": ("Keep", "Keep the edited text."),
        "settle": ("Settle", "Say how one request ended: done, partly, refused, withdrawn."),
        "act": ("Acted", "Record that what was asked for is done."),
        "checks": ("Checks", "The 32 checks: what keeps the answer from being released."),
        "release": ("Release", "Make the final files; somebody else has prepared them."),
        "explain": ("Explain", "Say why what is under the mark cannot be mended."),
        "deliver": ("Deliver", "Lay the released files down: folder, encrypted, mail draft."),
        "send": ("Sent", "Record how the answer left: this stops the clock."),
        "show_clock": ("Clock", "How the due date was reckoned."),
        "forget": ("Erase data", "Erase what the person asked for, after a look at what stays."),
        "erase_case": ("Erase", "Erase the file of a closed case, after a look at what goes."),
        # review of other people's data
        "review": ("Other people", "Review what concerns other people in the answer."),
        "keep": ("Keep", "The finding may stand; then say why."),
        "black_out": ("Black", "Hide the finding; then say why."),
        "black_out_everywhere": ("Everywhere", "Hide it wherever the answer says the same."),
        "add_finding": ("Select", "Select text that was not found, and black it out."),
        "next_finding": ("Next", "The next row: a finding, or a record of the answer."),
        "previous_finding": ("Previous", "The row before."),
        "next_in_text": ("Next here", "The next finding in the texts of this record."),
        "previous_in_text": ("Previous here", "The finding before it."),
        "all_texts": (
            "Texts",
            "Every text of the answer to read; once more: the findings.",
        ),
        "read_on": ("Read on", "A page on; at the end of a record the next one."),
        "read_back": ("Read back", "A page back."),
        "next_open": ("Next open", "The next finding that nobody decided."),
        # recordings and attachments
        "files": ("Files", "The recordings and attachments: who speaks, what goes along."),
        "speaker_theirs": ("Theirs", "You listened: the person speaks in the recording."),
        "speaker_not_theirs": ("Not theirs", "Somebody else speaks: the recording stays out."),
        "ship_file": ("Ship", "The file goes along as it is."),
        "withhold_file": ("Withhold", "The file stays out."),
        "replace_file": ("Another", "Ship a muted or blackened file in its place."),
        "save_file": ("Copy", "Save a copy outside the store, to listen to it or look at it."),
        "next_file": ("Next open", "The next file about which something is still to be said."),
        "known_as": ("Known as", "Under which values somebody without an entry was looked for."),
        # forms
        "log": ("Log it", "Log the request; its clock starts at receipt."),
        "check": ("Check", "See what the import would do. Nothing is written."),
        "apply": ("Import", "Import what was checked."),
        "apply_rest": ("Import the rest", "Import the good rows, keep the rejected aside."),
        "runs": ("Runs", "What was imported before."),
        "resume_run": ("Resume", "Finish an interrupted run."),
        "undo_run": ("Undo run", "Take back what a run brought and changed."),
        "add_system": ("Add", "List a system by hand."),
        # storage periods
        "run_periods": ("Run", "Erase, anonymise or block what is past its date, after a look."),
        "holds": ("Holds", "What must not be erased for now, and why."),
        "add_hold": ("Add", "Keep the data of a person or a case from being erased."),
        "lift_hold": ("Lift", "End the hold under the mark."),
        # policy check
        "write_record": ("Record", "Write the record of processing (Art. 30) as a file."),
        "use_pack": ("Other pack", "Put another policy pack in force for new cases."),
        "create_store": ("Create", "Create the store with this policy pack."),
    }
)

HELP: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "desk": (
            "Every open case, the most urgent first: what is late, what is next, whose is it.",
            "▲ is overdue, ● is due within seven days, ○ is later. The strip: the next 30 days.",
            "The line below the list says why the marked case is due when it is.",
        ),
        "find": (
            "Type anything known about a person; who matches appears as you type, and why.",
            "Down goes to the list, up comes back. On the right: what is held, kind by kind.",
            "Opening a person is recorded, with the purpose; the person may ask to see that.",
        ),
        "subject": (
            "Everything that is held on one person, from every system that was imported.",
            "Tabs show one kind each; on the right the record as a person would read it.",
            "Other systems may know this person under another name: decide that under Same person?",
        ),
        "case": (
            "One incoming message, what it asks for, and the path to a complete answer.",
            "Left is the path: the step marked now is the next one, and its key comes first below.",
            "The clock shows each step of the reckoning with its article.",
        ),
        "checks": (
            "What was checked before the release, what keeps it back on top; below how to mend it.",
            "▲ keeps the answer back, ◆ is a warning, ✓ holds, – is not asked of this answer.",
            "Some things cannot be mended: say why under Explain, and it may go all the same.",
        ),
        "letters": (
            "The letters of a case: left all of them, right the one under the mark.",
            "A letter is written only when it says everything the law asks for.",
            "What you edit counts for this case only, and is kept with your name.",
        ),
        "new": (
            "Log a request as it came in. One message may ask for several things: tick them all.",
            "The clock starts at the first arrival, on any channel, also while nobody is known.",
            "After logging, the screen says what will be gone at the source before the due date.",
        ),
        "import": (
            "Read an export of a system: first a check that writes nothing, then the import.",
            "The same file twice changes nothing; a newer export updates; nothing is deleted.",
            "Every import is a run that can be resumed after a crash, and undone.",
        ),
        "systems": (
            "Every system and processor where data about people live, imported or not.",
            "An answer is complete only when each was searched: by import or by asking its owner.",
            "`data until` says how fresh the copies here are.",
        ),
        "retention": (
            "What is past the storage period that the policy pack states, and what then happens.",
            "▲ would be erased, ◆ is kept back (hold, open case, legal duty), ○ is undetermined.",
            "A run shows what it would do and asks first. A hold always wins.",
        ),
        "policy": (
            "The pack in force against Art. 12-22 and 30, and the kinds of records in the store.",
            "▲ falls short of a duty, ● does so in some cases, ○ only you can answer.",
            "Below: what to do about the finding under the mark.",
        ),
        "review": (
            "What concerns other people in the answer: contact data, accounts, names (Art. 15(4)).",
            "Nothing is decided by itself: what is open is hidden in drafts and blocks release.",
            "Rules do not find everything: t shows all texts to read; a selects what they missed.",
        ),
        "files": (
            "Recordings and attachments of an answer. A recording waits until somebody listened: c "
            "saves a copy.",
            "An attachment is shipped, withheld or replaced by a muted or blackened file.",
            "Each time with a reason: enter takes the one given last. A later decision counts.",
        ),
        "reader": (
            "A text to read: a record, a preview, a help page.",
            "Arrows, page keys, j, k, g and G move; esc goes back.",
            "y copies the text or saves it to a file.",
        ),
        "setup": (
            "The first start: a store is one file on this machine, for you only.",
            "The policy pack says what your organisation holds, why, and for how long.",
            "Nothing leaves this machine.",
        ),
        "deliver": (
            "The form in which a released answer leaves. Each file is compared with its release.",
            "Encrypted forms get a password of their own; its letter goes by another way.",
            "Esc leaves without a change. Delivering does not stop the clock: the sending does.",
        ),
        "form": (
            "A small form. Tab goes to the next field, enter on the button does it.",
            "Esc leaves without a change.",
            "",
        ),
    }
)

KEYS_HEAD: Final = "keys"
LIST_KEYS: Final = (
    ("↑ ↓  k j", "one row"),
    ("PgUp PgDn", "one screen"),
    ("g  G", "first, last"),
    ("enter", "open"),
    ("tab", "next pane"),
)
