"""
Hold somebody else's lifecycle to the laws: a portal in plain dicts, the same over HTTP, a wrong one.

    python examples/portal_laws.py

The portal imports nothing of the register. `kz_social_registry.testing` gives it acts as plain data and
compares its answers with the law.
"""

import json
from calendar import monthrange
from datetime import date, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from kz_social_registry.testing import VECTORS, LawBroken, Refused, check_lifecycle

STATUS = {"suspend": "suspended", "resume": "active", "terminate": "terminated", "exclude": "excluded"}
#: The acts that each status forbids.
FORBIDDEN = {
    "active": {"resume"},
    "suspended": {"suspend", "sign_contract"},
    "terminated": {"reissue", "sign_contract", "suspend", "resume", "terminate"},
}
#: The acts that are possible without a licence in force.
NEED_NO_LICENCE = {
    "end_contract", "amend", "terminate", "exclude", "give_consent", "withdraw_consent",
}  # fmt: skip
GROUNDS = {
    "natural": {"person_renamed", "sole_trader_changed", "other_law"},
    "joint": {"sole_trader_changed", "name_or_location", "other_law"},
    "legal": {"reorganised", "name_or_location", "other_law"},
}
COPIED = (
    "identifier", "name", "address", "conditions", "categories", "capacity", "phones", "emails", "kato",
    "licence", "reissued_on", "contract", "succession",
)  # fmt: skip


def day_before(day: str) -> str:
    """
    Return the day before a day.
    """
    return str(date.fromisoformat(day) - timedelta(days=1))


def last_day(licence: dict) -> str:
    """
    Return the last day of a licence.
    """
    term = licence["term"]
    if "until" in term or "open_ended" in term:
        return term.get("until", "9999-12-31")
    issued = date.fromisoformat(licence["issued_on"])
    years, month = divmod(issued.month - 1 + term.get("months", 0), 12)
    year = issued.year + term.get("years", 0) + years
    day = min(issued.day, monthrange(year, month + 1)[1])
    return str(date(year, month + 1, day) + timedelta(days=term.get("days", 0)))


def kind(number: str) -> str:
    """
    Return the kind of person that has a number.
    """
    return {"4": "legal", "5": "legal", "6": "joint"}.get(number[4], "natural")


def placed(row: dict, act: dict) -> dict:
    """
    Return the address of an act with its code; a new address without a code has none.
    """
    new = {key: act[key] for key in ("address", "kato") if key in act}
    return new if new.get("address", row["address"]) == row["address"] else {"kato": None} | new


class Portal:
    """
    One entry of a portal, kept in a dict.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """
        Forget the entry.
        """
        self.row = None

    def state(self) -> dict | None:
        """
        Return the entry.
        """
        return self.row

    def do(self, act: dict) -> None:
        """
        Perform an act, or refuse it.
        """
        name = act["act"]
        if (self.row is None) is not (name == "issue"):
            raise Refused("not_allowed")
        if self.row:
            self._check(self.row, act)
        after = getattr(self, f"_{name}")(dict(self.row or {}), act)
        after["status"] = STATUS.get(name, after["status"])
        self.row = after

    def _check(self, row: dict, act: dict) -> None:
        """
        Refuse an act that is unlawful for its status or its day.
        """
        name, on, status = act["act"], act["on"], row["status"]
        revoked = status == "terminated" and row["termination_ground"] != "expired"
        if status == "excluded":
            forbidden = name != "withdraw_consent"
        else:
            forbidden = name in FORBIDDEN[status] or (name == "amend" and revoked)
        if forbidden:
            raise Refused("not_allowed")
        if on < row["included_on"]:
            raise Refused("day_order")
        if on > last_day(row["licence"]) and name not in NEED_NO_LICENCE:
            raise Refused("after_expiry")

    def _issue(self, _: dict, act: dict) -> dict:
        row = {key: act[key] for key in COPIED if key in act}
        row |= {"id": act["entry_id"], "status": "active", "included_on": act["on"]}
        return self._give_consent(row, act["consent"] | {"on": act["on"]}) if "consent" in act else row

    def _reissue(self, row: dict, act: dict) -> dict:
        holder, new = kind(row["identifier"]), act.get("new_identifier", row["identifier"])
        if act["ground"] not in GROUNDS[holder]:
            raise Refused("ground_for_others")
        if kind(new) == "natural" and holder != "natural":
            raise Refused("is_an_iin")
        if kind(new) == "joint" and "new_identifier" in act:
            raise Refused("joint_enterprise")
        if row["id"] in act.get("succession", {}).get("predecessors", ()):
            raise Refused("predecessor")
        if new != row["identifier"] and holder != "natural" and row.get("consent"):
            consent, last = row["consent"], day_before(act["on"])
            ended = consent | {"until": min(last, consent["until"] or last)}
            row["consent"] = ended if consent["counts_from"] <= last else None
        row |= placed(row, act) | {key: act[key] for key in ("name", "succession") if key in act}
        if "licence_number" in act:
            row["licence"] = row["licence"] | {"number": act["licence_number"]}
        return row | {"identifier": new, "reissued_on": act["on"]}

    def _sign_contract(self, row: dict, act: dict) -> dict:
        return row | {"contract": {"signed_on": act.get("signed_on", act["on"]), "term": act["term"]}}

    def _end_contract(self, row: dict, _: dict) -> dict:
        if not row.get("contract"):
            raise Refused("no_contract")
        return row | {"contract": None}

    def _amend(self, row: dict, act: dict) -> dict:
        return row | placed(row, act) | {key: value for key, value in act.items() if key in COPIED}

    def _suspend(self, row: dict, act: dict) -> dict:
        return row | {"suspended_on": act["on"], "suspended_until": act.get("until")}

    def _resume(self, row: dict, _: dict) -> dict:
        return row | {"suspended_on": None, "suspended_until": None}

    def _terminate(self, row: dict, act: dict) -> dict:
        on, last, expired = act["on"], last_day(row["licence"]), act["ground"] == "expired"
        if expired is not (on > last) or day_before(on) > last:
            raise Refused("expiry_day")
        if max(row.get("reissued_on") or on, (row.get("contract") or {}).get("signed_on", on)) > on:
            raise Refused("day_order")
        return self._resume(row, act) | {"terminated_on": on, "termination_ground": act["ground"]}

    def _exclude(self, row: dict, act: dict) -> dict:
        if row.get("terminated_on", act["on"]) > act["on"]:
            raise Refused("day_order")
        return row | {"excluded_on": act["on"], "exclusion_basis": act["basis"]}

    def _give_consent(self, row: dict, act: dict) -> dict:
        if "columns" not in act and kind(row["identifier"]) == "natural":
            raise Refused("consent_lists_columns")
        columns = act.get("columns", list(range(1, 18)))
        days = {"given_on": act.get("given_on", act["on"]), "until": act.get("until")}
        return row | {"consent": {"columns": columns, **days, "counts_from": act["on"]}}

    def _withdraw_consent(self, row: dict, _: dict) -> dict:
        if not row.get("consent"):
            raise Refused("no_consent")
        return row | {"consent": None}


class ForgetfulPortal(Portal):
    """
    A portal in which a withdrawal of consent does nothing.
    """

    def _withdraw_consent(self, row: dict, act: dict) -> dict:
        return super()._withdraw_consent(row, act) | {"consent": row["consent"]}


def serve(portal: Portal) -> ThreadingHTTPServer:
    """
    Serve a portal: a POST performs an act, or begins anew without one, and answers with the state.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            """
            Perform the act of the body.
            """
            act = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = {}
            try:
                portal.do(act) if act else portal.reset()
            except Refused as refusal:
                answer["refused"] = refusal.code
            body = json.dumps(answer | {"state": portal.state()}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """
            Print nothing.
            """

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    return server


class RemotePortal:
    """
    A portal over HTTP, as a lifecycle.
    """

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)
        self.reset()

    def _post(self, act: dict | None) -> None:
        self.connection.request("POST", "/", json.dumps(act), {"Content-Type": "application/json"})
        self.answer = json.load(self.connection.getresponse())
        if "refused" in self.answer:
            raise Refused(self.answer["refused"])

    def reset(self) -> None:
        """
        Begin anew.
        """
        self._post(None)

    def do(self, act: dict) -> None:
        """
        Send an act.
        """
        self._post(act)

    def state(self) -> dict | None:
        """
        Return the state of the latest answer.
        """
        return self.answer["state"]


def main() -> None:
    """
    Check the portal, the same over HTTP, and one with a mistake.
    """
    check_lifecycle(Portal())
    print("the portal keeps every law")

    with serve(Portal()) as server:
        remote = RemotePortal(server.server_port)
        some = VECTORS[::20]  # `check_lifecycle(remote)` takes some seconds
        for vector in some:
            vector(remote)
        remote.connection.close()
        server.shutdown()
    print(f"over HTTP it passes {len(some)} vectors")

    try:
        check_lifecycle(ForgetfulPortal())
    except LawBroken as broken:
        print(broken)


if __name__ == "__main__":
    main()
