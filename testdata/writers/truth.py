"""One truth that every writer writes: suggestions with awkward ids, texts, times and numbers."""
import datetime
import decimal
import random
import uuid

ROWS = 240
UTC = datetime.timezone.utc
NOTES = ["plain", 'said "no"', "a,b;c|d", "two\nlines", "tab\there", "back\\slash \\t", "Grüße 日本語", " spaces ", "NA", "'quoted'", '"', None]


def rows():
    rng = random.Random(20261128)
    start = datetime.datetime(2026, 4, 1, 9, 0, 0, 123457, tzinfo=UTC)
    out = []
    for i in range(ROWS):
        ts = start + datetime.timedelta(microseconds=rng.randrange(9 * 86400 * 10**6))
        outcome = rng.choice(["accepted", "dismissed", "ignored"])
        decided = None if outcome == "ignored" else ts + datetime.timedelta(microseconds=1 + rng.randrange(60 * 10**6))
        user = i // 3
        out.append({
            "sid": f"s-{i:06d}",
            "uid": f"user-{user:03d}",
            "acct": 2**53 + 1 + 2 * user,
            "uuid": uuid.UUID(int=rng.getrandbits(128)),
            "arm": ["control", "treatment"][user % 2],
            "ts": ts,
            "decided": decided,
            "outcome": outcome,
            "note": NOTES[i % len(NOTES)],
            "tier": [decimal.Decimal("0.1"), decimal.Decimal("0.25"), decimal.Decimal("12345678901234567890.123456789"), None][i % 4],
            "price": [0.1, 1e-7, 1e22, -2.5, 0.0, None][i % 6],
            "flag": [True, False, None][i % 3],
            "day": ts.date(),
            "small": i % 100 - 50,
            "region": ["north", "south", "east"][i % 3],
        })
    return out
