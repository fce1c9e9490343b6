"""The chat's export folder, as Freshchat gives it: users, conversation ids, one file each."""

from __future__ import annotations

import csv
import json
import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from privacydesk.demo.helpdesk_scenes import AGENTS
from privacydesk.demo.moments import zulu
from privacydesk.demo.people import Person
from privacydesk.demo.phrases import CHAT_LINES
from privacydesk.demo.world import World


def write_chats(folder: Path, world: World) -> int:
    """Write the export; returns the number of conversations."""
    rng = world.rng("chats")
    calendar = world.calendar(rng)
    talkers = [world.cast.main, world.cast.receiver]
    talkers += [person for person in world.crowd if rng.random() < 0.14]
    days = {world.cast.main.index: 45}
    rows: list[tuple[str, str]] = []
    users: list[tuple[str, Person]] = []
    conversations = folder / "conversations"
    conversations.mkdir(parents=True, exist_ok=True)
    for person in talkers:
        user = _uuid(rng)
        at = calendar.on(days[person.index]) if person.index in days else calendar.ago(1, 500)
        chat = _conversation(_uuid(rng), user, person, at, rng)
        users.append((user, person))
        rows.append((user, chat["conversation_id"]))
        text = json.dumps(chat, ensure_ascii=False, indent=1)
        (conversations / f"{chat['conversation_id']}.json").write_text(text, encoding="utf-8")
    with (folder / "users.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "email", "first_name", "last_name", "phone", "reference_id"))
        for user, person in users:
            writer.writerow((user, person.email, person.given, person.family, person.mobile, ""))
    with (folder / "conversation_ids.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("user_id", "conversation_id"))
        writer.writerows(rows)
    return len(rows)


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _conversation(
    number: str, user: str, person: Person, at: datetime, rng: random.Random
) -> dict[str, Any]:
    agent = rng.choice(AGENTS)
    actors = {"user": user, "agent": str(agent.id), "bot": "assistant"}
    lines = CHAT_LINES[person.language][: rng.choice((3, 5, 7, 7))]
    messages = [
        _message(
            f"{number}-{i}", who, actors[who],
            text.format(name=person.given, email=person.email), at + timedelta(seconds=41 * i),
        )
        for i, (who, text) in enumerate(lines)
    ]  # fmt: skip
    if len(lines) > 5:
        messages.append(
            _message(f"{number}-9", "agent", actors["agent"], "Klant twijfelt, offerte opvolgen.",
                     at + timedelta(minutes=9), private=True)
        )  # fmt: skip
    return {
        "conversation_id": number,
        "channel_id": "8e1f2c33-0000-4000-8000-000000000001",
        "status": "resolved",
        "created_time": zulu(at),
        "updated_time": messages[-1]["created_time"],
        "assigned_agent_id": actors["agent"],
        "users": [{"id": user, "email": person.email, "first_name": person.given,
                   "last_name": person.family, "phone": person.mobile}],
        "agents": [{"id": actors["agent"], "first_name": agent.name.split()[0],
                    "last_name": agent.name.split()[1], "email": agent.email}],
        "messages": messages,
    }  # fmt: skip


def _message(
    number: str, who: str, actor: str, text: str, at: datetime, *, private: bool = False
) -> dict[str, Any]:
    return {
        "id": number,
        "actor_type": who,
        "actor_id": actor,
        "message_type": "private" if private else "normal",
        "message_parts": [{"text": {"content": text}}],
        "created_time": zulu(at),
    }
