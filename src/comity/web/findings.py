"""Findings: the address at which an analyst says whether an entry of a list is the target.

It is answered by the page of the action: by leading there, or with everything that was typed and
the reason why it was not done.
"""

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from comity.errors import NotAllowedError, RefusedError
from comity.sanctions.statements import VERDICTS
from comity.web.compose import Fault
from comity.web.findingsdesk import MatchDesk
from comity.web.followup import again, need_action
from comity.web.followupdesk import PATH, FollowUpDesk, action_path
from comity.web.mailroom import to
from comity.web.positionpages import Tried
from comity.web.reply import Spoken
from comity.web.texts import Fields, by_of, fields_of, words_in
from comity.web.words import Language

LONGEST = 2000
"""Letters of a reason in each language."""


def add_findings(app: FastAPI, desk: MatchDesk, actions: FollowUpDesk) -> None:
    """Add what analysts do on the page of an action."""

    def match(request: Request, language: Language, fields: Fields) -> Response:
        name = (fields.get("decision", "")[:64], fields.get("action", "")[:40])
        need_action(actions, name)
        faults = faults_of(fields)
        if faults:
            tried = Tried(form="match", typed=fields, faults=faults)
            return again(request, language, actions, name, tried)
        key, said = fields["key"].strip(), words_in(fields, "match")
        try:
            held = desk.match(name, key, fields["verdict"], said, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form="match", typed=fields, error=error)
            return again(request, language, actions, name, tried)
        path = action_path(*name)
        mark = "&" if "?" in path else "?"
        return to(language, f"{path}{mark}done={'held' if held else 'matched'}")

    @app.post(f"/{{language}}{PATH}/match", response_model=None)
    async def matched(request: Request, language: Spoken) -> Response:
        return await run_in_threadpool(match, request, language, await fields_of(request))


def faults_of(fields: Fields) -> dict[str, Fault]:
    """Return what is wrong with the fields of the form."""
    faults: dict[str, Fault] = {}
    if fields.get("verdict") not in VERDICTS:
        faults["match-verdict"] = Fault("match-verdict")
    if not fields.get("key", "").strip():
        faults["match-key"] = Fault("match-key")
    long = [len(text) for text in words_in(fields, "match").values() if len(text) > LONGEST]
    if long:
        faults["match"] = Fault("words-long", {"most": LONGEST, "count": max(long)})
    return faults
