"""The twenty lines of pandas and `re` that a user would write: four facts per item, no report of what is lost."""

import re
import sys
from pathlib import Path

import pandas as pd

rows = []
for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
    text = path.read_text(encoding="utf-8")
    header = re.search(r"REFERAT (.+) d\. (\d\d-\d\d-\d{4})", text)
    parts = re.split(r"^Punkt (\d+): (.+)$", text, flags=re.MULTILINE)
    for number, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        case = re.search(r"^\d\d[/-]\d+\w?$", body, flags=re.MULTILINE)
        decision = re.search(r"^Beslutning.*\n\n(.+)$", body, flags=re.MULTILINE)
        rows.append(
            {
                "body": header[1] if header else None,
                "date": header[2] if header else None,
                "number": int(number),
                "title": title,
                "case_number": case[0] if case else None,
                "decision": decision[1] if decision else None,
            }
        )
pd.DataFrame(rows).to_parquet(sys.argv[2])
